// Who is in a group: users, service principals, other groups. A group is never inside itself, by whatever way round.

import type { Kysely } from 'kysely'
import { ArmError } from '../../base/errors.ts'
import type { Tables } from '../../store/tables.ts'
import { findPerson } from '../find-person.ts'
import { groupsOf } from '../groups-of.ts'
import { findPeople, type NamedPerson } from './find-people.ts'
import type { Group } from './groups.ts'

type Db = Kysely<Tables>

/** Those in it directly. */
export async function membersOf(db: Db, groupId: string): Promise<NamedPerson[]> {
  const rows = await db.selectFrom('group_members').select('member_id').where('group_id', '=', groupId).execute()
  return findPeople(
    db,
    rows.map((row) => row.member_id),
  )
}

export async function isMember(db: Db, groupId: string, memberId: string): Promise<boolean> {
  const row = await db
    .selectFrom('group_members')
    .select('member_id')
    .where('group_id', '=', groupId)
    .where('member_id', '=', memberId.toLowerCase())
    .executeTakeFirst()
  return row !== undefined
}

/** False: was in it already. 400 for a member that is nobody, or a group this one is inside of. */
export async function addMember(db: Db, group: Group, memberId: string): Promise<boolean> {
  const member = await findPerson(db, memberId)
  if (member === undefined) {
    const message = `There is no user, service principal or group with object id '${memberId}'.`
    throw new ArmError(400, 'PrincipalNotFound', message)
  }
  if (member.kind === 'Group' && [group.objectId, ...(await groupsOf(db, group.objectId))].includes(member.objectId)) {
    const message = `The group '${member.name}' cannot be a member of '${group.name}': it would be inside itself.`
    throw new ArmError(400, 'GroupCycle', message)
  }
  const added = await db
    .insertInto('group_members')
    .values({ group_id: group.objectId, member_id: member.objectId, source: '' })
    .onConflict((conflict) => conflict.columns(['group_id', 'member_id']).doNothing())
    .returning('member_id')
    .executeTakeFirst()
  if (added !== undefined) return true
  // What somebody here says stays, whatever the outside service says next.
  await db
    .updateTable('group_members')
    .set({ source: '' })
    .where('group_id', '=', group.objectId)
    .where('member_id', '=', member.objectId)
    .execute()
  return false
}

/** False: was not in it. */
export async function removeMember(db: Db, groupId: string, memberId: string): Promise<boolean> {
  const removed = await db
    .deleteFrom('group_members')
    .where('group_id', '=', groupId)
    .where('member_id', '=', memberId.toLowerCase())
    .executeTakeFirst()
  return removed.numDeletedRows > 0n
}
