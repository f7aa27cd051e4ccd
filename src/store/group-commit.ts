// Many small writes in one commit: each waits for the disk by itself otherwise, and a thousand reconciles that end at once
// would wait a thousand times. What fails takes back its own writes and nobody else's.

import { sql } from 'kysely'
import type { OpenDatabase } from './open-database.ts'
import { type Write, writeTransaction } from './write-transaction.ts'

/** So many take a few milliseconds, during which nothing else of this process has its turn. */
const mostInGroup = 24

interface Member {
  run(write: Write): Promise<() => void>
  fail(error: unknown): void
}

const waiting = new WeakMap<object, Member[]>()

/** As `writeTransaction`, together with whatever else waits for its turn to write. */
export function writeInGroup<T>(database: OpenDatabase, work: (write: Write) => Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const group = waiting.get(database.db) ?? []
    waiting.set(database.db, group)
    group.push({ run: async (write) => outcomeOf(write, work, { resolve, reject }), fail: reject })
    if (group.length === 1) void commitGroups(database, group)
  })
}

async function commitGroups(database: OpenDatabase, group: Member[]): Promise<void> {
  while (group.length > 0) {
    let members: readonly Member[] = []
    let tell: (() => void)[] = []
    try {
      await writeTransaction(database, async (write) => {
        // Chosen when its turn has come; an attempt that is made again is of the same ones.
        if (members.length === 0) members = group.slice(0, mostInGroup)
        tell = []
        for (const member of members) tell.push(await member.run(write))
      })
      for (const each of tell) each()
    } catch (error) {
      for (const { fail } of members.length === 0 ? group : members) fail(error)
    }
    group.splice(0, members.length === 0 ? group.length : members.length)
  }
}

/** What to tell once it is committed. Throws only what ends the whole transaction. */
async function outcomeOf<T>(
  write: Write,
  work: (write: Write) => Promise<T>,
  { resolve, reject }: { resolve(value: T): void; reject(error: unknown): void },
): Promise<() => void> {
  await sql`savepoint member`.execute(write.db)
  try {
    const value = await work(write)
    await sql`release savepoint member`.execute(write.db)
    return () => resolve(value)
  } catch (error) {
    await sql`rollback to savepoint member`.execute(write.db)
    await sql`release savepoint member`.execute(write.db)
    return () => reject(error)
  }
}
