// The one way to write. What is thrown inside leaves nothing behind.

import type { Transaction } from 'kysely'
import type { DialectName, OpenDatabase } from './open-database.ts'
import type { Tables } from './tables.ts'

export interface Write {
  readonly db: Transaction<Tables>
  readonly dialect: DialectName
}

const maxAttempts = 8

/** Runs `work` in a transaction. It may run more than once, so it must touch nothing but the database. */
export async function writeTransaction<T>(
  { db, dialect }: OpenDatabase,
  work: (write: Write) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute((transaction) => work({ db: transaction, dialect }))
    } catch (error) {
      if (attempt === maxAttempts || !isLostRace(error)) {
        throw error
      }
    }
  }
}

/** PostgreSQL ended one of two transactions that stood in each other's way; the other one is through by now. */
function isLostRace(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === '40P01' || code === '40001'
}
