// Between a row of `operations` and its record.

import type { ErrorDetail } from '../base/errors.ts'
import type { Actor, OperationRecord, OperationStatus, Phase } from './records.ts'
import type { OperationRow } from './tables.ts'

export function operationOf(row: OperationRow): OperationRecord {
  return {
    id: row.id,
    resourceKey: row.resource_key,
    resourceId: row.resource_id,
    resourceType: row.resource_type,
    generation: row.generation,
    verb: row.verb,
    actor: JSON.parse(row.actor) as Actor,
    trigger: row.trigger_kind as OperationRecord['trigger'],
    correlationId: row.correlation_id,
    acceptedAt: row.accepted_at,
    deadline: row.deadline,
    status: row.status as OperationStatus,
    phases: JSON.parse(row.phases) as Phase[],
    finishedAt: row.finished_at ?? undefined,
    error: row.error === null ? undefined : (JSON.parse(row.error) as ErrorDetail),
    nextStep: row.next_step ?? undefined,
  }
}

export function operationRow(operation: OperationRecord): OperationRow {
  return {
    id: operation.id,
    resource_key: operation.resourceKey,
    resource_id: operation.resourceId,
    resource_type: operation.resourceType,
    generation: operation.generation,
    verb: operation.verb,
    actor: JSON.stringify(operation.actor),
    trigger_kind: operation.trigger,
    correlation_id: operation.correlationId,
    accepted_at: operation.acceptedAt,
    deadline: operation.deadline,
    status: operation.status,
    phases: JSON.stringify(operation.phases),
    finished_at: operation.finishedAt ?? null,
    error: operation.error === undefined ? null : JSON.stringify(operation.error),
    next_step: operation.nextStep ?? null,
  }
}
