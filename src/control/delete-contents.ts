import type { ResourceRecord } from '../store/records.ts'
import type { Progress, ReconcileContext } from './reconcile.ts'

/** What ends wakes its parent; this is only for what lies deeper. */
const lookAgainMs = 1_000

/**
 * One step of deleting everything below a row, innermost first; undefined once nothing is left. Nodes are left to
 * their fleet.
 */
export async function deleteContents(
  row: ResourceRecord,
  context: ReconcileContext,
): Promise<Progress<object> | undefined> {
  const inside = await context.list({ underKey: row.key })
  if (inside.length === 0) return undefined
  const changes = inside.filter((each) => canGoNow(each, inside)).map(({ key }) => ({ kind: 'delete' as const, key }))
  return { observed: row.observed ?? {}, changes, requeueAfterMs: lookAgainMs }
}

function canGoNow(row: ResourceRecord, all: readonly ResourceRecord[]): boolean {
  if (isNode(row) || row.deletedAt !== undefined) return false
  return !all.some((other) => !isNode(other) && other.key.startsWith(`${row.key}/`))
}

function isNode(row: ResourceRecord): boolean {
  return row.type.startsWith('carrel/')
}
