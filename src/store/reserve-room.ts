// A full disk must not keep anybody from stopping or deleting what fills it. SQLite writes a change into its log first and
// from there into the file; both overwrite what they already have. So each is kept longer than it needs to be, while there
// is room, and goes on working when there is none.

import type { Database } from 'better-sqlite3'

/** More than SQLite lets gather in its log before it empties it (1000 pages), with room for a large change. */
const roomBytes = 6 * 1024 * 1024

/** When growth has used up what was made at the start. */
export function renewRoom(database: Database): void {
  if (roomLeft(database) < roomBytes / 2) reserveRoom(database)
}

/** On a disk that is full already it leaves things as they are. */
export function reserveRoom(database: Database): void {
  try {
    const fill = database.transaction(() => {
      database.exec('create table if not exists room (filling blob)')
      database.exec(`insert into room values (zeroblob(${roomBytes}))`)
    })
    fill.immediate()
  } catch (error) {
    if (!isFull(error)) throw error
  }
  try {
    database.exec('drop table if exists room')
    database.pragma('wal_checkpoint(PASSIVE)')
  } catch (error) {
    if (!isFull(error)) throw error
  }
}

/** Bytes of the file that the next changes can take. */
export function roomLeft(database: Database): number {
  const pages = Number(database.pragma('freelist_count', { simple: true }))
  return pages * Number(database.pragma('page_size', { simple: true }))
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_FULL')
}
