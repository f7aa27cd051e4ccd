// The one way to write. What is thrown inside leaves nothing behind.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql, type Transaction } from 'kysely'
import { Turns } from '../base/turns.ts'
import type { DialectName, OpenDatabase } from './open-database.ts'
import type { Tables } from './tables.ts'

export interface Write {
  readonly db: Transaction<Tables>
  readonly dialect: DialectName
}

const maxAttempts = 8

/** How long SQLite, which works on our own thread, may keep everything else from its turn. */
const maxBurstMs = 10

/**
 * As `writeTransaction`, for what may be lost when the machine's power fails, and nothing else may: on SQLite it does not
 * wait for the disk. What is written after it is on disk together with it.
 */
export function lossyTransaction<T>(database: OpenDatabase, work: (write: Write) => Promise<T>): Promise<T> {
  if (database.dialect !== 'sqlite') return attempts(database, work)
  return oneAfterTheOther(database.db, () =>
    // Held meanwhile: nobody else's write may come in between.
    database.db.connection().execute(async (db) => {
      await sql`pragma synchronous = normal`.execute(db)
      try {
        return await attempts({ db, dialect: database.dialect }, work)
      } finally {
        await sql`pragma synchronous = full`.execute(db)
      }
    }),
  )
}

/** Runs `work` in a transaction. It may run more than once, so it must touch nothing but the database. */
export function writeTransaction<T>(database: OpenDatabase, work: (write: Write) => Promise<T>): Promise<T> {
  // PostgreSQL works elsewhere.
  return database.dialect === 'sqlite'
    ? oneAfterTheOther(database.db, () => attempts(database, work))
    : attempts(database, work)
}

interface Queue {
  readonly turns: Turns
  burstStart: number
}

const queues = new WeakMap<object, Queue>()

/** Dozens of transactions in a row would pass as one without the event loop turning, and no request be answered. */
function oneAfterTheOther<T>(db: object, work: () => Promise<T>): Promise<T> {
  const queue = queues.get(db) ?? { turns: new Turns(), burstStart: 0 }
  queues.set(db, queue)
  return queue.turns.take('write', async () => {
    if (performance.now() - queue.burstStart > maxBurstMs) {
      await nextTurn()
      queue.burstStart = performance.now()
    }
    return work()
  })
}

async function attempts<T>(
  { db, dialect }: Pick<OpenDatabase, 'db' | 'dialect'>,
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
