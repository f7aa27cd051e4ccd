// The tables of `tables.ts`. Whatever is compared, sorted or part of a key is compared byte by byte on both databases,
// so that a page of a list ends and the next begins at the same row.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { DialectName } from '../open-database.ts'

/** A migration knows the tables of its own time, not those of `tables.ts`. */
type Db = Kysely<unknown>

interface Column {
  /** Text that is compared byte by byte. */
  readonly key: ReturnType<typeof sql>
}

export function initialTables(dialect: DialectName): Migration {
  const column: Column = { key: dialect === 'postgres' ? sql`text collate "C"` : sql`text` }
  return {
    async up(db: Db) {
      await createResources(db, column)
      await createResourceIndexes(db)
      await createOperations(db, column)
      await createClaims(db, column)
      await createQuotaLimits(db, column)
      await createOidc(db, column)
      await createUsers(db, column)
      await createServicePrincipals(db, column)
      await createAppSessions(db, column)
      await createSettings(db, column)
    },
  }
}

async function createResources(db: Db, { key }: Column): Promise<void> {
  await db.schema
    .createTable('resources')
    .addColumn('key', key, (c) => c.primaryKey())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('type', key, (c) => c.notNull())
    .addColumn('parent_key', key, (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('desired', 'text', (c) => c.notNull())
    .addColumn('observed', 'text')
    .addColumn('generation', 'bigint', (c) => c.notNull())
    .addColumn('observed_generation', 'bigint', (c) => c.notNull())
    .addColumn('failure', 'text')
    .addColumn('revision', 'bigint', (c) => c.notNull())
    .addColumn('deleted_at', 'bigint')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('modified_at', 'bigint', (c) => c.notNull())
    .addColumn('modified_by', 'text', (c) => c.notNull())
    .addColumn('due_at', 'bigint')
    .addColumn('lease_token', key)
    .addColumn('lease_until', 'bigint')
    .addColumn('attempts', 'bigint', (c) => c.notNull())
    .addColumn('quota_engine', key)
    .addColumn('quota_family', key)
    .addColumn('quota_cores', 'bigint')
    .execute()
}

async function createResourceIndexes(db: Db): Promise<void> {
  await db.schema.createIndex('resources_by_parent').on('resources').columns(['parent_key', 'key']).execute()
  await db.schema.createIndex('resources_by_type').on('resources').columns(['type', 'key']).execute()
  await db.schema
    .createIndex('resources_due')
    .on('resources')
    .column('due_at')
    .where(sql.ref('due_at'), 'is not', null)
    .execute()
  await db.schema
    .createIndex('resources_leased')
    .on('resources')
    .column('lease_until')
    .where(sql.ref('lease_until'), 'is not', null)
    .execute()
  await db.schema
    .createIndex('resources_holding')
    .on('resources')
    .columns(['quota_engine', 'quota_family'])
    .where(sql.ref('quota_engine'), 'is not', null)
    .execute()
}

async function createOperations(db: Db, { key }: Column): Promise<void> {
  await db.schema
    .createTable('operations')
    .addColumn('id', key, (c) => c.primaryKey())
    .addColumn('resource_key', key, (c) => c.notNull())
    .addColumn('resource_id', 'text', (c) => c.notNull())
    .addColumn('resource_type', key, (c) => c.notNull())
    .addColumn('generation', 'bigint', (c) => c.notNull())
    .addColumn('verb', 'text', (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('trigger_kind', 'text', (c) => c.notNull())
    .addColumn('correlation_id', 'text', (c) => c.notNull())
    .addColumn('accepted_at', 'bigint', (c) => c.notNull())
    .addColumn('deadline', 'bigint', (c) => c.notNull())
    .addColumn('status', key, (c) => c.notNull())
    .addColumn('phases', 'text', (c) => c.notNull())
    .addColumn('finished_at', 'bigint')
    .addColumn('error', 'text')
    .addColumn('next_step', 'text')
    .execute()
  await db.schema
    .createIndex('operations_by_resource')
    .on('operations')
    .columns(['resource_key', 'accepted_at'])
    .execute()
  await db.schema
    .createIndex('operations_running')
    .on('operations')
    .column('deadline')
    .where(sql.ref('status'), '=', sql.lit('InProgress'))
    .execute()
}

async function createClaims(db: Db, { key }: Column): Promise<void> {
  await db.schema
    .createTable('claims')
    .addColumn('kind', key, (c) => c.notNull())
    .addColumn('value', key, (c) => c.notNull())
    .addColumn('resource_key', key, (c) => c.notNull())
    .addPrimaryKeyConstraint('claims_pk', ['kind', 'value'])
    .execute()
  await db.schema.createIndex('claims_by_resource').on('claims').column('resource_key').execute()
}

async function createQuotaLimits(db: Db, { key }: Column): Promise<void> {
  await db.schema
    .createTable('quota_limits')
    .addColumn('engine', key, (c) => c.notNull())
    .addColumn('family', key, (c) => c.notNull())
    .addColumn('cores', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('quota_limits_pk', ['engine', 'family'])
    .execute()
}

async function createOidc(db: Db, { key }: Column): Promise<void> {
  await db.schema
    .createTable('oidc')
    .addColumn('model', key, (c) => c.notNull())
    .addColumn('id', key, (c) => c.notNull())
    .addColumn('payload', 'text', (c) => c.notNull())
    .addColumn('grant_id', key)
    .addColumn('user_code', key)
    .addColumn('uid', key)
    .addColumn('account_id', key)
    .addColumn('expires_at', 'bigint')
    .addColumn('consumed_at', 'bigint')
    .addPrimaryKeyConstraint('oidc_pk', ['model', 'id'])
    .addUniqueConstraint('oidc_user_code', ['model', 'user_code'])
    .addUniqueConstraint('oidc_uid', ['model', 'uid'])
    .execute()
  await db.schema.createIndex('oidc_by_grant').on('oidc').column('grant_id').execute()
  await db.schema.createIndex('oidc_by_account').on('oidc').column('account_id').execute()
  await db.schema.createIndex('oidc_by_expiry').on('oidc').column('expires_at').execute()
}

async function createUsers(db: Db, { key }: Column): Promise<void> {
  await db.schema
    .createTable('users')
    .addColumn('object_id', key, (c) => c.primaryKey())
    .addColumn('user_name', key, (c) => c.notNull().unique())
    .addColumn('display_name', 'text', (c) => c.notNull())
    .addColumn('password_hash', 'text', (c) => c.notNull())
    .addColumn('valid_from', 'bigint', (c) => c.notNull())
    .addColumn('disabled', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
}

async function createServicePrincipals(db: Db, { key }: Column): Promise<void> {
  await db.schema
    .createTable('service_principals')
    .addColumn('object_id', key, (c) => c.primaryKey())
    .addColumn('client_id', key, (c) => c.notNull().unique())
    .addColumn('display_name', 'text', (c) => c.notNull())
    .addColumn('secret_hash', 'text')
    .addColumn('valid_from', 'bigint', (c) => c.notNull())
    .addColumn('disabled', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
}

async function createAppSessions(db: Db, { key }: Column): Promise<void> {
  await db.schema
    .createTable('app_sessions')
    .addColumn('id', key, (c) => c.primaryKey())
    .addColumn('origin', key, (c) => c.notNull())
    .addColumn('object_id', key, (c) => c.notNull())
    .addColumn('user_name', 'text', (c) => c.notNull())
    .addColumn('login_session', key, (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('app_sessions_by_login').on('app_sessions').column('login_session').execute()
  await db.schema.createIndex('app_sessions_by_person').on('app_sessions').column('object_id').execute()
  await db.schema.createIndex('app_sessions_by_expiry').on('app_sessions').column('expires_at').execute()
}

async function createSettings(db: Db, { key }: Column): Promise<void> {
  await db.schema
    .createTable('settings')
    .addColumn('name', key, (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute()
}
