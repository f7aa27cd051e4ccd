// Opens the installation's database, SQLite or PostgreSQL, and brings its tables up to date. Above this file nobody
// needs to know which of the two it is: times are numbers, text is compared byte by byte, a write transaction waits
// for its turn instead of failing.

import type { Kysely } from 'kysely'
import { migrate } from './migrations/migrate.ts'
import { openPostgres } from './open-postgres.ts'
import { openSqlite } from './open-sqlite.ts'
import type { Tables } from './tables.ts'

export type DialectName = 'sqlite' | 'postgres'

export interface OpenDatabase {
  readonly db: Kysely<Tables>
  readonly dialect: DialectName
  /** Keeps what changes need on a full disk; called now and then by whoever writes. */
  renewRoom(): void
  close(): Promise<void>
}

export interface DatabaseLocation {
  /** `postgres://…`; goes before `file`. */
  readonly url?: string | undefined
  /** Path of a SQLite file, or `:memory:`. */
  readonly file?: string | undefined
  /** Reads only, and leaves the tables as they are: for the gateway, beside a server that owns them. */
  readonly readonly?: boolean | undefined
  /** Name of the last migration to run; undefined: all. */
  readonly upTo?: string | undefined
}

export async function openDatabase(location: DatabaseLocation): Promise<OpenDatabase> {
  const opened = openAt(location)
  if (location.readonly !== true) {
    await migrate(opened, location.upTo).catch(async (cause: unknown) => {
      await opened.close()
      throw cause
    })
  }
  return opened
}

function openAt({ url, file, readonly = false }: DatabaseLocation): OpenDatabase {
  if (url !== undefined) {
    const db = openPostgres(url, readonly)
    return { db, dialect: 'postgres', renewRoom: () => undefined, close: () => db.destroy() }
  }
  if (file === undefined) {
    throw new Error('A database needs a URL or a file.')
  }
  return { ...openSqlite(file, readonly), dialect: 'sqlite' }
}
