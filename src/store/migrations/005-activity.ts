// The activity log reads operations by when they were accepted.

import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export function activityIndex(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.createIndex('operations_by_time').on('operations').columns(['accepted_at', 'id']).execute()
    },
  }
}
