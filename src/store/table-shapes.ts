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

interface FoundTable {
  readonly shape: TableShape
  readonly parents: readonly string[]
}

/**
 * A table comes after those its rows point to. Tables that one migration fills with what later ones need come back filled;
 * they are emptied before rows are loaded.
 */
export async function tableShapes(upTo?: string): Promise<TableShape[]> {
  const database = await openDatabase({ file: ':memory:', upTo })
  try {
    const tables = await database.db.introspection.getTables()
    const found = tables.map(async ({ name }): Promise<FoundTable> => {
      const { rows } = await sql<{ name: string; pk: number }>`select name, pk from pragma_table_info(${name})`.execute(
        database.db,
      )
      const keyed = rows.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
      const shape = { name, columns: rows.map((row) => row.name), key: keyed.map((row) => row.name) }
      const { rows: parents } = await sql<{
        table: string
      }>`select "table" from pragma_foreign_key_list(${name})`.execute(database.db)
      return { shape, parents: parents.map(({ table }) => table) }
    })
    return parentsFirst(await Promise.all(found))
  } finally {
    await database.close()
  }
}

/** No table of ours points to itself or in a circle; one that did would come last. */
function parentsFirst(found: readonly FoundTable[]): TableShape[] {
  const placed: string[] = []
  const isReady = ({ shape, parents }: FoundTable) =>
    !placed.includes(shape.name) && parents.every((parent) => placed.includes(parent))
  for (let next = found.find(isReady); next; next = found.find(isReady)) placed.push(next.shape.name)
  const placeOf = ({ shape }: FoundTable) => (placed.includes(shape.name) ? placed.indexOf(shape.name) : found.length)
  return [...found].sort((a, b) => placeOf(a) - placeOf(b)).map(({ shape }) => shape)
}
