// Every row of every table as it was at one moment, page by page, while others go on writing.

import { type Kysely, sql } from 'kysely'
import type { OpenDatabase } from './open-database.ts'
import type { TableShape } from './table-shapes.ts'
import type { Tables } from './tables.ts'

/** Values are text, integers or null: nothing else is in our tables, on either database. */
export type PlainRow = Readonly<Record<string, string | number | null>>

export interface RowPage {
  readonly table: string
  readonly rows: readonly PlainRow[]
}

const rowsPerPage = 500

/** In the order of `shapes`; all of it is of the moment of the first page. What it holds is let go with the last. */
export async function* readSnapshot(
  { db, dialect }: OpenDatabase,
  shapes: readonly TableShape[],
): AsyncGenerator<RowPage> {
  if (dialect === 'postgres') {
    const asked = db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only')
    const read = await asked.execute()
    try {
      yield* pages(read, shapes)
    } finally {
      await read.rollback().execute()
    }
    return
  }
  // Kysely would begin by taking the write lock; SQLite has one connection, so what is begun on it holds for what follows.
  await sql`begin`.execute(db)
  try {
    yield* pages(db, shapes)
  } finally {
    await sql`rollback`.execute(db)
  }
}

async function* pages(db: Kysely<Tables>, shapes: readonly TableShape[]): AsyncGenerator<RowPage> {
  for (const shape of shapes) {
    let last: PlainRow | undefined
    do {
      const rows: readonly PlainRow[] = await page(db, shape, last)
      if (rows.length > 0) yield { table: shape.name, rows }
      last = rows.length === rowsPerPage ? rows.at(-1) : undefined
    } while (last !== undefined)
  }
}

async function page(db: Kysely<Tables>, shape: TableShape, after: PlainRow | undefined): Promise<PlainRow[]> {
  const columns = sql.join(shape.columns.map((name) => sql.ref(name)))
  const key = sql.join(shape.key.map((name) => sql.ref(name)))
  const from = after === undefined ? sql`` : sql`where (${key}) > (${sql.join(shape.key.map((name) => after[name]))})`
  const query = sql<PlainRow>`select ${columns} from ${sql.table(shape.name)} ${from} order by ${key} limit ${sql.lit(rowsPerPage)}`
  return (await query.execute(db)).rows
}
