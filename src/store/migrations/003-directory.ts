// Groups and who is in them, and the people of an outside sign-in service.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { DialectName } from '../open-database.ts'

export function directoryTables(dialect: DialectName): Migration {
  const key = dialect === 'postgres' ? sql`text collate "C"` : sql`text`
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('groups')
        .addColumn('object_id', key, (c) => c.primaryKey())
        .addColumn('group_name', key, (c) => c.notNull().unique())
        .addColumn('display_name', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('group_members')
        .addColumn('group_id', key, (c) => c.notNull().references('groups.object_id').onDelete('cascade'))
        .addColumn('member_id', key, (c) => c.notNull())
        .addColumn('source', key, (c) => c.notNull())
        .addPrimaryKeyConstraint('group_members_pk', ['group_id', 'member_id'])
        .execute()
      await db.schema.createIndex('group_members_by_member').on('group_members').column('member_id').execute()
      await db.schema
        .createTable('outside_identities')
        .addColumn('issuer', key, (c) => c.notNull())
        .addColumn('subject', key, (c) => c.notNull())
        .addColumn('object_id', key, (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('outside_identities_pk', ['issuer', 'subject'])
        .execute()
      await db.schema.createIndex('outside_identities_by_person').on('outside_identities').column('object_id').execute()
    },
  }
}
