import type { ResourceRecord } from '../store/records.ts'
import type { Target } from './operations.ts'
import { keyOf } from './resource-id.ts'

/** The row as a PUT would leave it, before anything came of it. Not written anywhere. */
export function previewRecord(
  { id, name, parentId, type, caller }: Target,
  { previous, desired, now }: { previous: ResourceRecord | undefined; desired: unknown; now: number },
): ResourceRecord {
  if (previous) return { ...previous, desired }
  return {
    ...{ id, name, desired },
    key: keyOf(id),
    type: type.type,
    parentKey: keyOf(parentId),
    observed: undefined,
    generation: 1,
    observedGeneration: 0,
    failure: undefined,
    revision: 0,
    deletedAt: undefined,
    createdAt: now,
    createdBy: caller.actor,
    modifiedAt: now,
    modifiedBy: caller.actor,
    dueAt: undefined,
    attempts: 0,
    holding: undefined,
  }
}
