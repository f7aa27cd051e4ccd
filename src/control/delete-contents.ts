import type { ResourceRecord } from '../store/records.ts'
import type { Change } from '../store/store.ts'
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
  return { observed: row.observed ?? {}, changes: deletionsOf(inside), requeueAfterMs: lookAgainMs }
}

/** Of all that lies below a row, what can go now: nothing of it lies below anything else of it. */
export function deletionsOf(inside: readonly ResourceRecord[]): Change[] {
  const rows = inside.filter((row) => !isNode(row))
  const above = new Set(rows.flatMap(({ key }) => ancestorsOf(key)))
  return rows
    .filter(({ key, deletedAt }) => deletedAt === undefined && !above.has(key))
    .map(({ key }) => ({ kind: 'delete', key }))
}

/** Rows that are nobody's to ask for, only a fleet's. */
export function isNode(row: ResourceRecord): boolean {
  return row.type.startsWith('carrel/')
}

function ancestorsOf(key: string): string[] {
  return [...key.matchAll(/\//g)].map(({ index }) => key.slice(0, index))
}
