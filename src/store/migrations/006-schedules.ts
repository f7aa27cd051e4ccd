// When a row's schedules are next due is a column beside its other work. Thousands that come due at once each ask for their
// own nodes, which must not mean to look through everybody's.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export function schedules(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('resources').addColumn('fires_at', 'bigint').execute()
      await db.schema
        .createIndex('resources_firing')
        .on('resources')
        .columns(['fires_at', 'key'])
        .where(sql.ref('fires_at'), 'is not', null)
        .execute()
      await db.schema
        .createIndex('resources_by_parent_and_type')
        .on('resources')
        .columns(['parent_key', 'type', 'key'])
        .execute()
    },
  }
}
