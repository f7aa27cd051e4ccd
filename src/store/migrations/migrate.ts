// Brings a database to the newest tables. Runs at every start; does nothing when there is nothing to do. Each migration
// is one transaction, and of several processes starting together one runs it and the others wait.

import { Migrator } from 'kysely/migration'
import type { OpenDatabase } from '../open-database.ts'
import { initialTables } from './001-initial.ts'
import { certificates } from './002-certificates.ts'
import { directoryTables } from './003-directory.ts'

export async function migrate({ db, dialect }: OpenDatabase): Promise<void> {
  const migrations = {
    '001-initial': initialTables(dialect),
    '002-certificates': certificates(),
    '003-directory': directoryTables(dialect),
  }
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest()
  if (error !== undefined) {
    throw error
  }
}
