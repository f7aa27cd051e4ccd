// What tables there are after a migration, told by a database that has just been made with it: the one list of tables and
// columns, whichever database and version the rows come from or go to.

import { sql } from 'kysely'
import { openDatabase } from './open-database.ts'

export interface TableShape {
  readonly name: string
  readonly columns: readonly string[]
  /** Columns of the primary key, in its order. */
  readonly key: readonly string[]
}

/** Tables that one migration fills with what later ones need come back filled; they are emptied before rows are loaded. */
export async function tableShapes(upTo?: string): Promise<TableShape[]> {
  const database = await openDatabase({ file: ':memory:', upTo })
  try {
    const tables = await database.db.introspection.getTables()
    const shapes = tables.map(async ({ name }): Promise<TableShape> => {
      const { rows } = await sql<{ name: string; pk: number }>`select name, pk from pragma_table_info(${name})`.execute(
        database.db,
      )
      const keyed = rows.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
      return { name, columns: rows.map((row) => row.name), key: keyed.map((row) => row.name) }
    })
    return await Promise.all(shapes)
  } finally {
    await database.close()
  }
}
