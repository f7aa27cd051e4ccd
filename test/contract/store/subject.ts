// What every part of the store's contract starts from: a store, and changes and settlements with nothing special.

import { randomUUID } from 'node:crypto'
import type { DatabaseLocation, OpenDatabase } from '../../../src/store/open-database.ts'
import type { Actor } from '../../../src/store/records.ts'
import type { AcceptedChange, Lease, NewOperation, Settlement, Store } from '../../../src/store/store.ts'

export interface Subject {
  readonly store: Store
  readonly database: OpenDatabase
  /** For other processes that open the same database. */
  readonly location: DatabaseLocation
}

export const noon = 1_750_000_000_000
export const minute = 60_000

export const ada: Actor = { objectId: 'a0', name: 'ada', kind: 'User', tenantId: 't0' }

export function put(id: string, altered: Partial<AcceptedChange> = {}): AcceptedChange {
  return {
    id,
    type: 'test/things',
    parentKey: id.toLowerCase().split('/').slice(0, -1).join('/'),
    name: id.split('/').at(-1) ?? id,
    ifRevision: undefined,
    desired: { size: 1 },
    isDelete: false,
    actor: ada,
    at: noon,
    holding: undefined,
    claims: [],
    requireLive: [],
    operation: operation('Create'),
    ...altered,
  }
}

export function remove(id: string, ifRevision: number, altered: Partial<AcceptedChange> = {}): AcceptedChange {
  return put(id, { isDelete: true, ifRevision, operation: operation('Delete'), ...altered })
}

export function operation(verb: string, altered: Partial<NewOperation> = {}): NewOperation {
  return {
    id: randomUUID(),
    verb,
    trigger: 'User',
    correlationId: randomUUID(),
    deadline: noon + 10 * minute,
    supersedes: false,
    isInstant: false,
    ...altered,
  }
}

/** Converged, with nothing more to say. */
export function settlement(altered: Partial<Settlement> = {}): Settlement {
  return {
    at: noon + 1_000,
    observed: { isUp: true },
    isConverged: true,
    failure: undefined,
    isGone: false,
    dueAt: undefined,
    attempts: 0,
    phases: undefined,
    changes: [],
    findings: [],
    ...altered,
  }
}

/** Leases what is due at noon, which must be one row. */
export async function leaseOne(store: Store, now = noon): Promise<Lease> {
  const [lease, ...others] = await store.leaseDue(now, 10, minute)
  if (lease === undefined || others.length > 0) {
    throw new Error(`${others.length + (lease ? 1 : 0)} rows are due, not one`)
  }
  return lease
}
