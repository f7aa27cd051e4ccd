import type { OpenDatabase } from './open-database.ts'
import { writeTransaction } from './write-transaction.ts'

export async function releaseLeases(database: OpenDatabase, now: number): Promise<void> {
  await writeTransaction(database, ({ db }) =>
    db
      .updateTable('resources')
      .set({ lease_token: null, lease_until: null, due_at: now })
      .where('lease_token', 'is not', null)
      .execute(),
  )
}
