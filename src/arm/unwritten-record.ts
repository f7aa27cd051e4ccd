import type { Actor, ResourceRecord } from '../store/records.ts'
import { keyOf } from './resource-id.ts'

export interface Unwritten {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly parentKey: string
  readonly desired: unknown
  readonly actor: Actor
  readonly now: number
}

/** The row of a new resource as its first PUT would leave it. Not written anywhere. */
export function unwrittenRecord({ id, name, type, parentKey, desired, actor, now }: Unwritten): ResourceRecord {
  return {
    ...{ id, name, type, parentKey, desired },
    key: keyOf(id),
    observed: undefined,
    generation: 1,
    observedGeneration: 0,
    failure: undefined,
    revision: 0,
    deletedAt: undefined,
    createdAt: now,
    createdBy: actor,
    modifiedAt: now,
    modifiedBy: actor,
    dueAt: undefined,
    attempts: 0,
    holding: undefined,
  }
}
