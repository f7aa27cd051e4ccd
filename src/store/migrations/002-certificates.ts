// Certificates a service principal may sign in with, kept beside its secret: whoever is deleted leaves none behind.

import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export function certificates(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('service_principals').addColumn('certificates', 'text').execute()
    },
  }
}
