// Row locks. Every transaction locks resources first, in the order of their keys, then claims, then quota limits, so
// that no two wait for each other. On SQLite the transaction itself is the lock.

import { ParentGone } from './store-errors.ts'
import type { ResourceRow } from './tables.ts'
import type { Write } from './write-transaction.ts'

/** The rows that exist, locked against every other writer until the transaction ends. */
export async function lockRows({ db, dialect }: Write, keys: readonly string[]): Promise<Map<string, ResourceRow>> {
  if (keys.length === 0) {
    return new Map()
  }
  const query = db
    .selectFrom('resources')
    .selectAll()
    .where('key', 'in', [...keys])
    .orderBy('key')
  const rows = await (dialect === 'postgres' ? query.forUpdate() : query).execute()
  return new Map(rows.map((row) => [row.key, row]))
}

/** Throws `ParentGone` unless all exist unmarked, and keeps them from being marked deleted until the transaction ends. */
export async function requireLive({ db, dialect }: Write, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) {
    return
  }
  const query = db
    .selectFrom('resources')
    .select(['key', 'deleted_at'])
    .where('key', 'in', [...keys])
    .orderBy('key')
  const rows = await (dialect === 'postgres' ? query.forShare() : query).execute()
  const found = new Map(rows.map((row) => [row.key, row.deleted_at]))
  const gone = keys.find((key) => found.get(key) !== null)
  if (gone !== undefined) {
    throw new ParentGone(gone, { isDeleting: found.has(gone) })
  }
}
