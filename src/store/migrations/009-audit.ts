// What happened that no operation tells of: changes to the directory, and changes that were refused.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { DialectName } from '../open-database.ts'

export function auditTable(dialect: DialectName): Migration {
  const key = dialect === 'postgres' ? sql`text collate "C"` : sql`text`
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('audit')
        .addColumn('id', key, (c) => c.primaryKey())
        .addColumn('happened_at', 'bigint', (c) => c.notNull())
        .addColumn('resource_key', key, (c) => c.notNull())
        .addColumn('resource_id', 'text', (c) => c.notNull())
        .addColumn('action', 'text', (c) => c.notNull())
        .addColumn('actor', 'text', (c) => c.notNull())
        .addColumn('correlation_id', 'text', (c) => c.notNull())
        .addColumn('refusal', 'text')
        .execute()
      await db.schema.createIndex('audit_by_time').on('audit').columns(['happened_at', 'id']).execute()
    },
  }
}
