// Many small writes in one commit: each waits for the disk by itself otherwise, and a thousand reconciles that end at once
// would wait a thousand times. What fails takes back its own writes and nobody else's.

import { sql } from 'kysely'
import type { OpenDatabase } from './open-database.ts'
import { type Write, writeTransaction } from './write-transaction.ts'

/** So many take a few milliseconds, during which nothing else of this process has its turn. */
const mostInGroup = 24

interface Member {
  /** Answers what to tell once it is committed. */
  run(write: Write): Promise<() => void>
  fail(error: unknown): void
}

const waiting = new WeakMap<object, Member[]>()

/** As `writeTransaction`, together with whatever else waits for its turn to write. */
export function writeInGroup<T>(database: OpenDatabase, work: (write: Write) => Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const group = waiting.get(database.db) ?? []
    waiting.set(database.db, group)
    group.push({
      async run(write) {
        const value = await work(write)
        return () => resolve(value)
      },
      fail: reject,
    })
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
        const [only] = members
        tell = members.length === 1 && only ? [await only.run(write)] : await inSavepoints(write, members)
      })
      for (const each of tell) each()
    } catch (error) {
      // It did not even begin: the first is told, the next may have more luck.
      if (members.length === 0) members = group.slice(0, 1)
      await oneByOne(database, members, error)
    }
    // Whoever came in the meantime stands behind them.
    group.splice(0, members.length)
  }
}

async function inSavepoints(write: Write, members: readonly Member[]): Promise<(() => void)[]> {
  const tell: (() => void)[] = []
  for (const member of members) {
    await sql`savepoint member`.execute(write.db)
    try {
      tell.push(await member.run(write))
    } catch (error) {
      await sql`rollback to savepoint member`.execute(write.db)
      tell.push(() => member.fail(error))
    }
    await sql`release savepoint member`.execute(write.db)
  }
  return tell
}

/** What ended the transaction of all, such as a full disk, need not keep each of them from being written by itself. */
async function oneByOne(database: OpenDatabase, members: readonly Member[], error: unknown): Promise<void> {
  const [only] = members
  if (members.length === 1 && only) return only.fail(error)
  for (const member of members) {
    await writeTransaction(database, (write) => member.run(write)).then(
      (tell) => tell(),
      (fault: unknown) => member.fail(fault),
    )
  }
}
