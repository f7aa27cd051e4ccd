// What nodes used, for a day, and when they ran, for the cost of it. Neither points to a resource: both outlive one, and
// are swept by their age.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { DialectName } from '../open-database.ts'

export function metricTables(dialect: DialectName): Migration {
  const key = dialect === 'postgres' ? sql`text collate "C"` : sql`text`
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('metric_points')
        .addColumn('node_key', key, (c) => c.notNull())
        .addColumn('from_at', 'bigint', (c) => c.notNull())
        .addColumn('points', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('metric_points_key', ['node_key', 'from_at'])
        .execute()
      await db.schema.createIndex('metric_points_by_time').on('metric_points').column('from_at').execute()
      await db.schema
        .createTable('running_spans')
        .addColumn('fleet_key', key, (c) => c.notNull())
        .addColumn('node_key', key, (c) => c.notNull())
        .addColumn('boot_id', key, (c) => c.notNull())
        .addColumn('fleet_id', 'text', (c) => c.notNull())
        .addColumn('size', 'text', (c) => c.notNull())
        .addColumn('from_at', 'bigint', (c) => c.notNull())
        .addColumn('to_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('running_spans_key', ['fleet_key', 'node_key', 'boot_id'])
        .execute()
      await db.schema.createIndex('running_spans_by_time').on('running_spans').column('to_at').execute()
    },
  }
}
