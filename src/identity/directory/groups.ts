// Groups of principals. A group's name is like a user's: kept and compared in lower case, and never shaped like an id.

import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { ArmError } from '../../base/errors.ts'
import type { GroupRow, Tables } from '../../store/tables.ts'
import { isGuid } from './is-guid.ts'

type Db = Kysely<Tables>

export interface Group {
  readonly objectId: string
  readonly name: string
  readonly displayName: string
  readonly createdAt: number
  /** Those in it directly. */
  readonly memberCount: number
}

export interface NewGroup {
  readonly name: string
  readonly displayName?: string | undefined
  readonly now: number
}

const namePattern = /^[a-z0-9](?:[a-z0-9._@+-]{0,118}[a-z0-9])?$/

/** 400 for a name that will not do, 409 for one that is taken. */
export async function createGroup(db: Db, { name, displayName, now }: NewGroup): Promise<Group> {
  const lowerCase = name.toLowerCase()
  if (!namePattern.test(lowerCase) || isGuid(lowerCase)) {
    const message = `'${name.slice(0, 120)}' is no group name: letters, digits and . _ @ + - only, and no GUID.`
    throw new ArmError(400, 'InvalidGroupName', message)
  }
  const row: GroupRow = {
    object_id: randomUUID(),
    group_name: lowerCase,
    display_name: displayName ?? name,
    created_at: now,
  }
  const inserted = await db
    .insertInto('groups')
    .values(row)
    .onConflict((conflict) => conflict.column('group_name').doNothing())
    .returning('object_id')
    .executeTakeFirst()
  if (inserted === undefined) throw new ArmError(409, 'GroupNameTaken', `There is already a group '${lowerCase}'.`)
  return toGroup({ ...row, member_count: 0 })
}

export async function findGroup(db: Db, nameOrObjectId: string): Promise<Group | undefined> {
  const wanted = nameOrObjectId.toLowerCase()
  const column = isGuid(wanted) ? 'groups.object_id' : 'groups.group_name'
  const row = await withCounts(db).where(column, '=', wanted).executeTakeFirst()
  return row && toGroup(row)
}

/** By name. */
export async function listGroups(db: Db): Promise<Group[]> {
  return (await withCounts(db).orderBy('group_name').execute()).map(toGroup)
}

export async function setGroupDisplayName(db: Db, objectId: string, displayName: string): Promise<void> {
  await db.updateTable('groups').set({ display_name: displayName }).where('object_id', '=', objectId).execute()
}

function withCounts(db: Db) {
  return db
    .selectFrom('groups')
    .selectAll('groups')
    .select((each) =>
      each
        .selectFrom('group_members')
        .whereRef('group_members.group_id', '=', 'groups.object_id')
        .select(({ fn }) => fn.countAll().as('count'))
        .as('member_count'),
    )
}

function toGroup(row: GroupRow & { member_count: string | number | bigint | null }): Group {
  return {
    objectId: row.object_id,
    name: row.group_name,
    displayName: row.display_name,
    createdAt: row.created_at,
    memberCount: Number(row.member_count ?? 0),
  }
}
