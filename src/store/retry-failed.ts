// For when what many rows failed by is over: none waits out a pause that grew meanwhile.

import type { OpenDatabase } from './open-database.ts'
import type { Spread } from './store.ts'
import { wakeRows } from './wake-rows.ts'
import { lossyTransaction } from './write-transaction.ts'

/** One transaction for each step: thousands of rows keep nobody from the database for long. */
export async function retryFailed(database: OpenDatabase, { at, count, everyMs }: Spread): Promise<number> {
  const failing = await database.db
    .selectFrom('resources')
    .select('key')
    .where('attempts', '>', 0)
    .where('due_at', 'is not', null)
    // Whoever would have waited longest has waited longest.
    .orderBy('due_at', 'desc')
    .orderBy('key')
    .execute()
  for (let start = 0; start < failing.length; start += count) {
    const keys = failing.slice(start, start + count).map(({ key }) => key)
    const due = at + (start / count) * everyMs
    await lossyTransaction(database, async (write) => {
      await wakeRows(write, keys, due)
      // What is being tried just now counts for itself when it settles.
      await write.db.updateTable('resources').set({ attempts: 0 }).where('key', 'in', keys).execute()
    })
  }
  return failing.length
}
