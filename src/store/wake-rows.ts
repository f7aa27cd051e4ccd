import { lockRows } from './lock-rows.ts'
import type { Write } from './write-transaction.ts'

/** Both databases bound the parameters of one statement. */
const keysPerQuery = 500

/** Makes rows due no later than `at`, and sooner than the end of a lease, so that `settle` sees that they were woken. */
export async function wakeRows(write: Write, keys: readonly string[], at: number): Promise<void> {
  const sorted = [...new Set(keys)].sort()
  for (let start = 0; start < sorted.length; start += keysPerQuery) {
    await wakeSome(write, sorted.slice(start, start + keysPerQuery), at)
  }
}

async function wakeSome(write: Write, keys: readonly string[], at: number): Promise<void> {
  const found = [...(await lockRows(write, keys)).keys()]
  if (found.length === 0) {
    return
  }
  await write.db
    .updateTable('resources')
    .set({ due_at: at })
    .where('key', 'in', found)
    .where(({ or, eb }) => or([eb('due_at', 'is', null), eb('due_at', '>', at)]))
    .execute()
  await write.db
    .updateTable('resources')
    .set(({ eb }) => ({ due_at: eb('lease_until', '-', 1) }))
    .where('key', 'in', found)
    .whereRef('due_at', '>=', 'lease_until')
    .execute()
}
