// An operation as the activity log tells it: one event when it was accepted, another when it ended.

import { createHash } from 'node:crypto'
import { groupIdOf, subscriptionOf } from '../../arm/resource-id.ts'
import type { OperationRecord } from '../../store/records.ts'

export interface ActivityEvent {
  readonly eventTimestamp: string
  readonly [member: string]: unknown
}

/** Newest first. */
export function activityEvents(operation: OperationRecord): ActivityEvent[] {
  const begin = event(operation, {
    name: 'BeginRequest',
    label: 'Begin request',
    at: operation.acceptedAt,
    status: 'Started',
  })
  if (operation.finishedAt === undefined) return [begin]
  const end = event(operation, {
    name: 'EndRequest',
    label: 'End request',
    at: operation.finishedAt,
    status: operation.status,
  })
  return isFinding(operation) ? [end] : [end, begin]
}

interface Moment {
  readonly name: string
  readonly label: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly status: string
}

function event(operation: OperationRecord, { name, label, at, status }: Moment): ActivityEvent {
  const { resourceId, resourceType, actor, correlationId } = operation
  const eventDataId = idOf(operation.id, name)
  const action = actionOf(operation)
  return {
    authorization: { action, scope: resourceId },
    caller: actor.name,
    claims: {
      name: actor.name,
      'http://schemas.microsoft.com/identity/claims/objectidentifier': actor.objectId,
    },
    category: named('Administrative'),
    correlationId,
    description: operation.error && status !== 'Started' ? operation.error.message : '',
    eventDataId,
    eventName: named(name, label),
    eventTimestamp: new Date(at).toISOString(),
    id: `${resourceId}/events/${eventDataId}/ticks/${ticksOf(at)}`,
    level: levelOf(operation, status),
    operationId: operation.id,
    operationName: named(action),
    properties: propertiesOf(operation, status),
    resourceGroupName: groupIdOf(resourceId)?.split('/').at(-1) ?? '',
    resourceId,
    resourceProviderName: named(resourceType.split('/')[0] ?? ''),
    resourceType: named(resourceType),
    status: named(status),
    subStatus: named(''),
    submissionTimestamp: new Date(at).toISOString(),
    subscriptionId: subscriptionOf(resourceId) ?? '',
    tenantId: actor.tenantId,
  }
}

/** The permission that the change needed; what the controller found by itself has the name of the cause. */
function actionOf(operation: OperationRecord): string {
  const { verb, resourceType } = operation
  if (isFinding(operation)) return `${resourceType}/${verb}/event`
  if (verb === 'Create' || verb === 'Update') return `${resourceType}/write`
  if (verb === 'Delete') return `${resourceType}/delete`
  return `${resourceType}/${verb.charAt(0).toLowerCase()}${verb.slice(1)}/action`
}

/** The only thing that succeeded with something to say. */
function isFinding({ status, error }: OperationRecord): boolean {
  return status === 'Succeeded' && error !== undefined
}

function levelOf(operation: OperationRecord, status: string): string {
  if (status === 'Failed') return 'Error'
  return isFinding(operation) || status === 'Canceled' ? 'Warning' : 'Informational'
}

/** All text, as published. */
function propertiesOf(operation: OperationRecord, status: string): Record<string, string> {
  const { trigger, error, nextStep, finishedAt, acceptedAt } = operation
  const isOver = status !== 'Started'
  return {
    trigger,
    ...(isOver && finishedAt !== undefined ? { durationMs: String(finishedAt - acceptedAt) } : {}),
    ...(isOver && error ? { statusCode: error.code, statusMessage: error.message } : {}),
    ...(isOver && nextStep !== undefined ? { nextStep } : {}),
  }
}

function named(value: string, localizedValue = value) {
  return { value, localizedValue }
}

/** Tenths of microseconds since the year 1, as .NET counts. */
function ticksOf(at: number): string {
  return String(BigInt(at) * 10_000n + 621_355_968_000_000_000n)
}

/** A GUID that is the same whenever the log is read. */
function idOf(operationId: string, name: string): string {
  const hex = createHash('sha256').update(`${operationId}/${name}`).digest('hex')
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-5$3-8$4-$5')
}
