// Brings a database to the newest tables. Runs at every start; does nothing when there is nothing to do. Each migration
// is one transaction, and of several processes starting together one runs it and the others wait.

import { Migrator } from 'kysely/migration'
import type { OpenDatabase } from '../open-database.ts'
import { initialTables } from './001-initial.ts'
import { certificates } from './002-certificates.ts'
import { directoryTables } from './003-directory.ts'
import { activityIndex } from './005-activity.ts'
import { schedules } from './006-schedules.ts'
import { auditTable } from './009-audit.ts'
import { queues } from './010-queues.ts'
import { metricTables } from './012-metrics.ts'

/** `upTo`: names the last migration to run, for a database that is to be filled with what an older one held. */
export async function migrate(database: Pick<OpenDatabase, 'db' | 'dialect'>, upTo?: string): Promise<void> {
  const migrator = migratorOf(database)
  const { error } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo))
  if (error !== undefined) {
    throw error
  }
}

export function migratorOf({ db, dialect }: Pick<OpenDatabase, 'db' | 'dialect'>): Migrator {
  const migrations = {
    '001-initial': initialTables(dialect),
    '002-certificates': certificates(),
    '003-directory': directoryTables(dialect),
    '005-activity': activityIndex(),
    '006-schedules': schedules(),
    '009-audit': auditTable(dialect),
    '010-queues': queues(dialect),
    '012-metrics': metricTables(dialect),
  }
  return new Migrator({ db, provider: { getMigrations: async () => migrations } })
}
