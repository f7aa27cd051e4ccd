// The same few hundred queries are asked over and over: each is read by SQLite once and kept, which is a good part of what
// a short one costs.

import type Database from 'better-sqlite3'
import type { SqliteDatabase } from 'kysely'

/** Far more than there are; lists of keys make some that are never asked again. */
const mostKept = 500

type Statement = ReturnType<SqliteDatabase['prepare']>

/** The connection as Kysely uses it. */
export function withKeptStatements(connection: Database.Database): SqliteDatabase {
  const kept = new Map<string, Statement>()
  return {
    close: () => void connection.close(),
    prepare(sql) {
      const known = kept.get(sql)
      if (known) return known
      const made = connection.prepare(sql) as unknown as Statement
      keep(kept, sql, made)
      return made
    },
  }
}

/** The longest kept goes first: the lasting ones are soon back. */
function keep(kept: Map<string, Statement>, sql: string, made: Statement): void {
  const [oldest] = kept.keys()
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest)
  kept.set(sql, made)
}
