// The documents clients poll, made once for all types.

import type { OperationRecord } from '../store/records.ts'
import { subscriptionOf } from './resource-id.ts'
import type { Caller } from './resource-type.ts'

/** Whole seconds; zero would make the Python clients fall back to 30. */
export const retryAfterSeconds = 1

/** The headers of an accepted change. Both, because clients differ in which they follow. */
export function followHeaders(operation: OperationRecord, caller: Caller, apiVersion: string): Record<string, string> {
  return {
    'azure-asyncoperation': operationUrl(operation, caller, { kind: 'operationStatuses', apiVersion }),
    location: operationUrl(operation, caller, { kind: 'operationResults', apiVersion }),
    'retry-after': String(retryAfterSeconds),
  }
}

export function statusDocument(operation: OperationRecord) {
  const { status, finishedAt, error, nextStep } = operation
  return {
    id: operationId(operation),
    name: operation.id,
    status,
    startTime: new Date(operation.acceptedAt).toISOString(),
    ...(finishedAt === undefined ? {} : { endTime: new Date(finishedAt).toISOString() }),
    percentComplete: status === 'InProgress' ? percentOf(operation) : 100,
    properties: { resourceId: operation.resourceId, operation: operation.verb, phases: phaseDocuments(operation) },
    ...(status === 'Failed' || status === 'Canceled'
      ? { error: { ...(error ?? { code: status, message: status }), ...withStep(nextStep) } }
      : {}),
  }
}

/** One line of a resource's timeline. */
export function eventDocument(operation: OperationRecord) {
  const { error, nextStep, finishedAt } = operation
  return {
    operationId: operation.id,
    operationName: operation.verb,
    status: operation.status,
    trigger: operation.trigger,
    caller: { name: operation.actor.name, objectId: operation.actor.objectId, kind: operation.actor.kind },
    correlationId: operation.correlationId,
    acceptedAt: new Date(operation.acceptedAt).toISOString(),
    ...(finishedAt === undefined
      ? {}
      : { finishedAt: new Date(finishedAt).toISOString(), durationMs: finishedAt - operation.acceptedAt }),
    deadline: new Date(operation.deadline).toISOString(),
    phases: phaseDocuments(operation),
    ...(error ? { cause: error } : {}),
    ...withStep(nextStep),
  }
}

function phaseDocuments(operation: OperationRecord) {
  return operation.phases.map(({ name, startedAt, endedAt = operation.finishedAt }) => ({
    name,
    startedAt: new Date(startedAt).toISOString(),
    ...(endedAt === undefined ? {} : { durationMs: Math.max(0, endedAt - startedAt) }),
  }))
}

function operationUrl(operation: OperationRecord, caller: Caller, link: { kind: string; apiVersion: string }): string {
  return `${caller.baseUrl}${operationId(operation, link.kind)}?api-version=${link.apiVersion}`
}

function operationId(operation: OperationRecord, kind = 'operationStatuses'): string {
  const subscription = subscriptionOf(operation.resourceId)
  const scope = subscription === undefined ? '' : `/subscriptions/${subscription}`
  return `${scope}/providers/${operation.resourceType.split('/')[0]}/locations/local/${kind}/${operation.id}`
}

/** A hint, not a promise: each phase that is over counts for a quarter. */
function percentOf(operation: OperationRecord): number {
  return Math.min(90, 10 + 25 * operation.phases.filter((phase) => phase.endedAt !== undefined).length)
}

function withStep(nextStep: string | undefined): { nextStep?: string } {
  return nextStep === undefined ? {} : { nextStep }
}
