// An operation as the activity log tells it: one event when it was accepted, another when it ended.

import { createHash } from 'node:crypto'
import type { OperationRecord } from '../../store/records.ts'
import { type ActivityEvent, type EventFacts, eventDocument } from './event-document.ts'

/** Newest first. */
export function activityEvents(operation: OperationRecord): ActivityEvent[] {
  const { acceptedAt, finishedAt, status } = operation
  const begin = event(operation, { name: 'BeginRequest', at: acceptedAt, status: 'Started' })
  if (finishedAt === undefined) return [begin]
  const end = event(operation, { name: 'EndRequest', at: finishedAt, status })
  return isFinding(operation) ? [end] : [end, begin]
}

function event(operation: OperationRecord, moment: Pick<EventFacts, 'name' | 'at' | 'status'>): ActivityEvent {
  const { id, actor, correlationId, resourceId, resourceType, error } = operation
  return eventDocument({
    ...moment,
    ...{ actor, correlationId, resourceId, resourceType },
    id: idOf(id, moment.name),
    operationId: id,
    action: actionOf(operation),
    description: error && moment.status !== 'Started' ? error.message : '',
    level: levelOf(operation, moment.status),
    properties: propertiesOf(operation, moment.status),
  })
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

function levelOf(operation: OperationRecord, status: string): EventFacts['level'] {
  if (status === 'Failed') return 'Error'
  return isFinding(operation) || status === 'Canceled' ? 'Warning' : 'Informational'
}

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

/** A GUID that is the same whenever the log is read. */
function idOf(operationId: string, name: string): string {
  const hex = createHash('sha256').update(`${operationId}/${name}`).digest('hex')
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-5$3-8$4-$5')
}
