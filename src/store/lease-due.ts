// Takes due rows for work, many at a time.

import { randomUUID } from 'node:crypto'
import type { ExpressionBuilder } from 'kysely'
import type { OpenDatabase } from './open-database.ts'
import { recordOf } from './resource-rows.ts'
import type { Lease } from './store.ts'
import type { Tables } from './tables.ts'
import { lossyTransaction } from './write-transaction.ts'

/**
 * While a row is leased its `due_at` is the end of the lease, which is when it is due again should the worker die. An
 * earlier `due_at` therefore says that somebody woke the row meanwhile.
 */
export async function leaseDue(
  database: OpenDatabase,
  { now, limit, leaseMs }: { now: number; limit: number; leaseMs: number },
): Promise<Lease[]> {
  const isFree = isDueAndFree(now)
  const anyDue = await database.db.selectFrom('resources').select('key').where(isFree).limit(1).executeTakeFirst()
  // An idle loop takes no write lock and writes nothing.
  if (anyDue === undefined || limit <= 0) {
    return []
  }
  const token = randomUUID()
  // A lease that is lost with the machine's power is one that nobody holds any more.
  const rows = await lossyTransaction(database, ({ db }) =>
    db
      .updateTable('resources')
      .set({ lease_token: token, lease_until: now + leaseMs, due_at: now + leaseMs })
      .where('key', 'in', (query) =>
        query.selectFrom('resources').select('key').where(isFree).orderBy('due_at').limit(limit),
      )
      // The test again, outside: PostgreSQL chooses the keys from its snapshot and then waits for whoever is leasing the
      // same rows; what it looks at again after the wait is this condition, not the inner one. Without it both had them.
      .where(isFree)
      .returningAll()
      .execute(),
  )
  return rows.map((row) => ({ record: recordOf(row), token }))
}

function isDueAndFree(now: number) {
  return ({ and, or, eb }: ExpressionBuilder<Tables, 'resources'>) =>
    and([eb('due_at', '<=', now), or([eb('lease_until', 'is', null), eb('lease_until', '<=', now)])])
}
