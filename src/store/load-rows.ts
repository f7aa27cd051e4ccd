// Puts rows that were read elsewhere into a database whose tables are there and empty: all of them or none.

import { type Kysely, sql, type Transaction } from 'kysely'
import type { OpenDatabase } from './open-database.ts'
import type { PlainRow, RowPage } from './snapshot.ts'
import type { TableShape } from './table-shapes.ts'
import type { Tables } from './tables.ts'

/** Both databases bound the parameters of one statement. */
const parametersPerStatement = 10_000

export interface Load {
  readonly pages: AsyncIterable<RowPage>
  /** Runs last, in the same transaction. */
  readonly finish?: (write: Transaction<Tables>) => Promise<void>
}

/** Throws, and has written nothing, when a row does not fit its table or the database refuses it. */
export async function loadRows(
  { db }: OpenDatabase,
  shapes: readonly TableShape[],
  { pages, finish }: Load,
): Promise<void> {
  const byName = new Map(shapes.map((shape) => [shape.name, shape]))
  await db.transaction().execute(async (write) => {
    // What a migration puts into its own tables is among the rows already.
    for (const { name } of shapes) await sql`delete from ${sql.table(name)}`.execute(write)
    for await (const { table, rows } of pages) {
      const shape = byName.get(table)
      if (shape === undefined) throw new Error(`there is no table ${table}`)
      await insert(write, shape, rows)
    }
    await finish?.(write)
  })
}

/** Names of tables that hold rows nobody's migration put there. */
export async function filledTables(db: Kysely<Tables>, shapes: readonly TableShape[]): Promise<string[]> {
  const filled: string[] = []
  for (const { name } of shapes) {
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(db)
    if (rows.length > 0) filled.push(name)
  }
  return filled
}

async function insert(write: Transaction<Tables>, shape: TableShape, rows: readonly PlainRow[]): Promise<void> {
  const columns = sql.join(shape.columns.map((name) => sql.ref(name)))
  const size = Math.floor(parametersPerStatement / shape.columns.length)
  for (let start = 0; start < rows.length; start += size) {
    const values = rows
      .slice(start, start + size)
      .map((row) => sql`(${sql.join(shape.columns.map((name) => row[name] ?? null))})`)
    await sql`insert into ${sql.table(shape.name)} (${columns}) values ${sql.join(values)}`.execute(write)
  }
}
