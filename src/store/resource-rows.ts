// Between a row of `resources` and its record.

import type { Actor, Failure, Queued, QuotaHolding, ResourceRecord } from './records.ts'
import type { ResourceRow } from './tables.ts'

export function recordOf(row: ResourceRow): ResourceRecord {
  return {
    id: row.id,
    key: row.key,
    type: row.type,
    parentKey: row.parent_key,
    name: row.name,
    desired: JSON.parse(row.desired),
    observed: row.observed === null ? undefined : JSON.parse(row.observed),
    generation: row.generation,
    observedGeneration: row.observed_generation,
    failure: row.failure === null ? undefined : failureOf(row.failure),
    revision: row.revision,
    deletedAt: row.deleted_at ?? undefined,
    createdAt: row.created_at,
    createdBy: JSON.parse(row.created_by) as Actor,
    modifiedAt: row.modified_at,
    modifiedBy: JSON.parse(row.modified_by) as Actor,
    dueAt: row.due_at ?? undefined,
    firesAt: row.fires_at ?? undefined,
    attempts: row.attempts,
    holding: holdingOf(row),
  }
}

function failureOf(text: string): Failure {
  const { generation, error, nextStep } = JSON.parse(text) as Failure
  return { generation, error, nextStep }
}

export interface NewResource {
  readonly id: string
  readonly type: string
  readonly parentKey: string
  readonly name: string
  readonly desired: unknown
  readonly actor: Actor
  readonly at: number
}

/** A row as it is first written: generation 1, due at once. */
export function newRow(resource: NewResource): ResourceRow {
  const actor = JSON.stringify(resource.actor)
  return {
    key: resource.id.toLowerCase(),
    id: resource.id,
    type: resource.type,
    parent_key: resource.parentKey,
    name: resource.name,
    desired: jsonText(resource.desired),
    observed: null,
    generation: 1,
    observed_generation: 0,
    failure: null,
    revision: 1,
    deleted_at: null,
    created_at: resource.at,
    created_by: actor,
    modified_at: resource.at,
    modified_by: actor,
    due_at: resource.at,
    fires_at: null,
    lease_token: null,
    lease_until: null,
    attempts: 0,
    quota_engine: null,
    quota_family: null,
    quota_cores: null,
    ...queueColumns(undefined),
  }
}

/** Undefined has no JSON of its own; inside a document it means absent, as a whole document null. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value ?? null)
}

export function holdingOf(row: ResourceRow): QuotaHolding | undefined {
  const { quota_engine: engine, quota_family: family, quota_cores: cores } = row
  return engine === null || family === null || cores === null ? undefined : { engine, family, cores }
}

export function holdingColumns(holding: QuotaHolding | undefined) {
  return {
    quota_engine: holding?.engine ?? null,
    quota_family: holding?.family ?? null,
    quota_cores: holding?.cores ?? null,
  }
}

export function queueColumns(queued: Queued | undefined) {
  return {
    queue_key: queued?.queueKey ?? null,
    queue_nodes: queued?.nodeCount ?? null,
    queue_priority: queued?.priority ?? null,
    queue_attempt: queued?.attempt ?? null,
    queue_open: queued === undefined ? null : Number(queued.mayStart),
  }
}
