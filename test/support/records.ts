// Rows as a reconcile sees them, without a store.

import type { OperationRecord, ResourceRecord } from '../../src/store/records.ts'

const actor = { objectId: 'a0', name: 'ana', kind: 'User', tenantId: 't0' } as const

/** Settled generation 1 of a thing at `/things/one`, unless said otherwise. */
export function record<D = unknown, O = unknown>(altered: Partial<ResourceRecord<D, O>> = {}): ResourceRecord<D, O> {
  const id = altered.id ?? '/things/One'
  return {
    id,
    key: id.toLowerCase(),
    type: 'test/things',
    parentKey: id.toLowerCase().split('/').slice(0, -2).join('/'),
    name: id.split('/').at(-1) ?? '',
    desired: {} as D,
    observed: undefined,
    generation: 1,
    observedGeneration: 1,
    failure: undefined,
    revision: 1,
    deletedAt: undefined,
    createdAt: 0,
    createdBy: actor,
    modifiedAt: 0,
    modifiedBy: actor,
    dueAt: undefined,
    attempts: 0,
    holding: undefined,
    ...altered,
  }
}

export function operation(altered: Partial<OperationRecord> = {}): OperationRecord {
  return {
    id: 'o1',
    resourceKey: '/things/one',
    resourceId: '/things/One',
    resourceType: 'test/things',
    generation: 1,
    verb: 'Create',
    actor,
    trigger: 'User',
    correlationId: 'c1',
    acceptedAt: 0,
    deadline: 60_000,
    status: 'Succeeded',
    phases: [],
    finishedAt: 1_000,
    error: undefined,
    nextStep: undefined,
    ...altered,
  }
}
