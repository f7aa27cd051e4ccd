// Whether the database can be reached, holds this version's tables, and is sound; and what it says that other checks need.

import { type Kysely, sql } from 'kysely'
import { type Config, pathsIn } from '../../config.ts'
import { type NodeDesired, nodeType } from '../../fleet/fleet.ts'
import { migratorOf } from '../../store/migrations/migrate.ts'
import { type OpenDatabase, openDatabase } from '../../store/open-database.ts'
import type { Tables } from '../../store/tables.ts'
import { type Diagnosis, diagnosis } from './diagnosis.ts'

export interface DatabaseFindings {
  readonly checks: readonly Diagnosis[]
  /** When the last operation was accepted. */
  readonly lastChangeAt: number | undefined
  /** Machines there are rows for; undefined: the rows cannot be read. */
  readonly machineKeys: readonly string[] | undefined
}

export async function databaseChecks({ installation, paths }: Config): Promise<DatabaseFindings> {
  const name = installation.database === undefined ? `SQLite, ${pathsIn(paths.data).database}` : 'PostgreSQL'
  let database: OpenDatabase | undefined
  try {
    database = await openDatabase({ url: installation.database, file: paths.database, readonly: true })
    const checks = [await tablesCheck(database, name), ...(await soundnessChecks(database))]
    return { checks, ...(await readFacts(database.db)) }
  } catch (error) {
    const detail = `${name}: ${error instanceof Error ? error.message : String(error)}`
    const mend =
      installation.database === undefined
        ? 'bring the file back from a backup (carrel restore)'
        : 'start PostgreSQL, and see that its address and password in config.json are right'
    return { checks: [diagnosis.fail('database', detail, mend)], lastChangeAt: undefined, machineKeys: undefined }
  } finally {
    await database?.close()
  }
}

async function tablesCheck(database: OpenDatabase, name: string): Promise<Diagnosis> {
  const migrations = await migratorOf(database).getMigrations()
  const pending = migrations.filter(({ executedAt }) => executedAt === undefined).map((each) => each.name)
  if (pending.length === 0) return diagnosis.ok('database', `${name}, tables of this version`)
  return diagnosis.warn(
    'database',
    `${name}, lacks ${pending.join(', ')}`,
    'run "carrel up": the server brings the tables up to date when it starts',
  )
}

/** SQLite tells by itself whether its file is whole. */
async function soundnessChecks({ db, dialect }: OpenDatabase): Promise<Diagnosis[]> {
  if (dialect !== 'sqlite') return []
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db)
  const said = rows[0]?.quick_check ?? 'ok'
  if (said === 'ok') return [diagnosis.ok('database file', 'sound')]
  return [diagnosis.fail('database file', said, 'stop Carrel and bring it back from a backup (carrel restore)')]
}

async function readFacts(db: Kysely<Tables>): Promise<Pick<DatabaseFindings, 'lastChangeAt' | 'machineKeys'>> {
  const last = await db
    .selectFrom('operations')
    .select(({ fn }) => fn.max<number | null>('accepted_at').as('at'))
    .executeTakeFirst()
  const nodes = await db.selectFrom('resources').select('desired').where('type', '=', nodeType).execute()
  const machineKeys = nodes.map(({ desired }) => (JSON.parse(desired) as NodeDesired).machineKey)
  return { lastChangeAt: last?.at ?? undefined, machineKeys }
}
