// SQLite by one connection. A committed transaction is on disk (`synchronous=FULL`); readers in other processes do not
// wait for the writer (WAL). Within one process open a file for writing only once: calls are synchronous, so a second
// connection that waits for the first would keep it from ever finishing.

import { closeSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'
import { CompiledQuery, type DatabaseConnection, Kysely, SqliteAdapter, SqliteDialect, SqliteDriver } from 'kysely'
import { withKeptStatements } from './kept-statements.ts'
import { renewRoom, reserveRoom } from './reserve-room.ts'
import type { Tables } from './tables.ts'

const busyTimeoutMs = 10_000
const againMs = 10
/** The default holds two thousand instances; with more, every look would read the file again. */
const cacheKib = 65_536

export interface OpenSqlite {
  readonly db: Kysely<Tables>
  renewRoom(): void
  close(): Promise<void>
}

export function openSqlite(file: string, readonly: boolean): OpenSqlite {
  if (!readonly && file !== ':memory:') {
    createPrivately(file)
  }
  const connection = new Database(file, { readonly, timeout: busyTimeoutMs })
  if (!readonly) {
    useWal(connection)
    connection.pragma('synchronous = FULL')
    // What a transaction may have to take back is kept there: a full disk must not be in its way.
    connection.pragma('temp_store = MEMORY')
    connection.pragma(`cache_size = -${cacheKib}`)
    if (file !== ':memory:') reserveRoom(connection)
  }
  connection.pragma('foreign_keys = ON')
  const db = new Kysely<Tables>({ dialect: new CarrelSqliteDialect({ database: withKeptStatements(connection) }) })
  const close = async () => {
    await db.destroy()
    // Kysely closes only what it has used.
    connection.close()
  }
  return { db, renewRoom: () => renewRoom(connection), close }
}

/** SQLite does not wait here, whatever the timeout: one that finds another writing a new file is told at once that it is locked. */
function useWal(connection: Database.Database): void {
  const deadline = performance.now() + busyTimeoutMs
  for (;;) {
    try {
      connection.pragma('journal_mode = WAL')
      return
    } catch (error) {
      const isBusy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
      if (!isBusy || performance.now() >= deadline) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, againMs)
    }
  }
}

/** The file holds password hashes and names of people: it is never there with the umask's mode, not even for a moment. */
function createPrivately(file: string): void {
  closeSync(openSync(file, 'a', 0o600))
}

class CarrelSqliteDialect extends SqliteDialect {
  readonly #config: ConstructorParameters<typeof SqliteDialect>[0]

  constructor(config: ConstructorParameters<typeof SqliteDialect>[0]) {
    super(config)
    this.#config = config
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#config)
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter()
  }
}

/**
 * Takes the write lock when a transaction begins. A transaction that reads first and writes later fails with SQLITE_BUSY,
 * whatever the timeout, when another process wrote in between.
 */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

/** A migration that is killed half-way leaves nothing behind. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}
