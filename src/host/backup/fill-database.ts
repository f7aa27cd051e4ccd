// The database of a restored installation: made empty as it was when the backup was written, then filled, whole or not at
// all. Later migrations are the server's, at its start.

import type { Kysely } from 'kysely'
import { nodeType } from '../../fleet/fleet.ts'
import { filledTables, loadRows } from '../../store/load-rows.ts'
import { migratorOf } from '../../store/migrations/migrate.ts'
import { type DatabaseLocation, openDatabase } from '../../store/open-database.ts'
import type { RowPage } from '../../store/snapshot.ts'
import type { TableShape } from '../../store/table-shapes.ts'
import type { Tables } from '../../store/tables.ts'
import { StepFailure } from '../step-failure.ts'

export interface FillOptions {
  readonly location: Pick<DatabaseLocation, 'url' | 'file'>
  readonly schema: string
  readonly shapes: readonly TableShape[]
  readonly pages: AsyncIterable<RowPage>
  readonly now: number
}

/** Answers how to take it all out again, should a later step fail. */
export async function fillDatabase(options: FillOptions): Promise<{ undo(): Promise<void> }> {
  const { location, schema, shapes, pages, now } = options
  if (location.url !== undefined) await refuseUsed(location.url, options)
  const database = await openDatabase({ ...location, upTo: schema })
  try {
    await loadRows(database, shapes, { pages, finish: (write) => wakeMachines(write, now) })
  } finally {
    await database.close()
  }
  return { undo: () => empty(options) }
}

/** Before any table is made there. Tables without rows are what an attempt that failed has left. */
async function refuseUsed(url: string, { schema, shapes }: FillOptions): Promise<void> {
  const database = await openDatabase({ url, readonly: true })
  try {
    const migrations = await migratorOf(database).getMigrations()
    const last = migrations.filter(({ executedAt }) => executedAt !== undefined).at(-1)?.name
    if (last === undefined) return
    if (last !== schema || (await filledTables(database.db, shapes)).length > 0) throw used()
  } catch (error) {
    if (error instanceof StepFailure) throw error
    const why = error instanceof Error ? error.message || String(error) : String(error)
    throw new StepFailure(`the database cannot be used: ${why}`, 'see that PostgreSQL runs and the URL is right', error)
  } finally {
    await database.close()
  }
}

function used(): StepFailure {
  return new StepFailure('this database holds an installation already', 'create an empty one (createdb) and name that')
}

/** No machine is as its row says: every node, and what it belongs to, is to be looked at. */
async function wakeMachines(db: Kysely<Tables>, now: number): Promise<void> {
  const owners = db.selectFrom('resources').select('parent_key').where('type', '=', nodeType)
  await db
    .updateTable('resources')
    .set({ due_at: now, lease_token: null, lease_until: null })
    .where(({ or, eb }) => or([eb('type', '=', nodeType), eb('key', 'in', owners)]))
    .execute()
}

/** A file goes with its folder. */
async function empty({ location, schema, shapes }: FillOptions): Promise<void> {
  if (location.url === undefined) return
  const database = await openDatabase({ ...location, upTo: schema })
  try {
    const nothing = async function* (): AsyncGenerator<RowPage> {}
    await loadRows(database, shapes, { pages: nothing() })
  } finally {
    await database.close()
  }
}
