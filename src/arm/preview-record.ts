import type { ResourceRecord } from '../store/records.ts'
import type { Target } from './operations.ts'
import { keyOf } from './resource-id.ts'
import { unwrittenRecord } from './unwritten-record.ts'

/** The row as a PUT would leave it, before anything came of it. Not written anywhere. */
export function previewRecord(
  { id, name, parentId, type, caller }: Target,
  { previous, desired, now }: { previous: ResourceRecord | undefined; desired: unknown; now: number },
): ResourceRecord {
  if (previous) return { ...previous, desired }
  const created = { id, name, type: type.type, parentKey: keyOf(parentId), desired, actor: caller.actor, now }
  return unwrittenRecord(created)
}
