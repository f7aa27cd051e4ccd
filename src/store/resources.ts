// Reading rows, and when the next is due.

import type { Kysely } from 'kysely'
import type { QueueEntry, ResourceRecord } from './records.ts'
import { recordOf } from './resource-rows.ts'
import type { ListQuery, Page } from './store.ts'
import type { Tables } from './tables.ts'

export async function getResource(db: Kysely<Tables>, key: string): Promise<ResourceRecord | undefined> {
  const row = await db.selectFrom('resources').selectAll().where('key', '=', key).executeTakeFirst()
  return row && recordOf(row)
}

export async function getResources(db: Kysely<Tables>, keys: readonly string[]): Promise<ResourceRecord[]> {
  if (keys.length === 0) return []
  const rows = await db.selectFrom('resources').selectAll().where('key', 'in', keys).orderBy('key').execute()
  return rows.map(recordOf)
}

export async function listResources(db: Kysely<Tables>, query: ListQuery, page?: Page): Promise<ResourceRecord[]> {
  const types = query.type === undefined ? undefined : listOf(query.type)
  const parents = query.parentKey === undefined ? undefined : listOf(query.parentKey)
  if (types?.length === 0 || parents?.length === 0) {
    return []
  }
  let select = db.selectFrom('resources').selectAll().orderBy('key')
  if (types !== undefined) {
    select = select.where('type', 'in', types)
  }
  if (parents !== undefined) {
    select = select.where('parent_key', 'in', parents)
  }
  if (query.underKey !== undefined) {
    // '0' is the character after '/'. A range, because in a pattern a key's own % and _ would mean something.
    select = select.where('key', '>', `${query.underKey}/`).where('key', '<', `${query.underKey}0`)
  }
  if (page?.after !== undefined) {
    select = select.where('key', '>', page.after)
  }
  if (page !== undefined) {
    select = select.limit(page.limit)
  }
  return (await select.execute()).map(recordOf)
}

export async function listQueue(db: Kysely<Tables>, queueKey: string): Promise<QueueEntry[]> {
  const rows = await db
    .selectFrom('resources')
    .select(['key', 'created_at', 'deleted_at', 'queue_nodes', 'queue_priority', 'queue_attempt', 'queue_open'])
    .where('queue_key', '=', queueKey)
    .orderBy('key')
    .execute()
  return rows.map((row) => ({
    key: row.key,
    createdAt: row.created_at,
    nodeCount: row.queue_nodes ?? 1,
    priority: row.queue_priority ?? 0,
    attempt: row.queue_attempt ?? 1,
    mayStart: row.queue_open === 1 && row.deleted_at === null,
  }))
}

export async function nextDue(db: Kysely<Tables>): Promise<number | undefined> {
  const due = await db
    .selectFrom('resources')
    .select('due_at')
    .where('due_at', 'is not', null)
    .where('lease_until', 'is', null)
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst()
  const leaseOver = await db
    .selectFrom('resources')
    .select('lease_until')
    .where('due_at', 'is not', null)
    .where('lease_until', 'is not', null)
    .orderBy('lease_until')
    .limit(1)
    .executeTakeFirst()
  const firing = await db
    .selectFrom('resources')
    .select('fires_at')
    .where('fires_at', 'is not', null)
    .orderBy('fires_at')
    .limit(1)
    .executeTakeFirst()
  const instants = [due?.due_at, leaseOver?.lease_until, firing?.fires_at]
  const soonest = Math.min(...instants.map((at) => at ?? Number.POSITIVE_INFINITY))
  return Number.isFinite(soonest) ? soonest : undefined
}

function listOf(value: string | readonly string[]): string[] {
  return typeof value === 'string' ? [value] : [...value]
}
