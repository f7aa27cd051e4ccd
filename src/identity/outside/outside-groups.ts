// Which of our groups somebody is in because the outside service says so. What it says at each sign-in replaces what it
// said before; where somebody here put him in a group himself, it says nothing.

import type { Kysely } from 'kysely'
import { inGrantTurn } from '../../access/grant-turn.ts'
import type { Tables } from '../../store/tables.ts'
import { findUser } from '../users.ts'
import type { OutsideProvider } from './outside-provider.ts'

/**
 * `groups` are names of groups there; those that are mapped to nothing here are left out. In its turn with the deletion of
 * groups and people: neither goes between being found and being written.
 */
export function followOutsideGroups(
  db: Kysely<Tables>,
  { issuer, groupMap }: Pick<OutsideProvider, 'issuer' | 'groupMap'>,
  { objectId, groups }: { readonly objectId: string; readonly groups: readonly string[] },
): Promise<void> {
  const names = groups.flatMap((group) => (Object.hasOwn(groupMap, group) ? [groupMap[group] ?? ''] : []))
  return inGrantTurn(() =>
    db.transaction().execute(async (write) => {
      const ids = await groupsNamed(write, names)
      let gone = write.deleteFrom('group_members').where('member_id', '=', objectId).where('source', '=', issuer)
      if (ids.length > 0) gone = gone.where('group_id', 'not in', ids)
      await gone.execute()
      if (ids.length === 0 || (await findUser(write, objectId)) === undefined) return
      await write
        .insertInto('group_members')
        .values(ids.map((id) => ({ group_id: id, member_id: objectId, source: issuer })))
        .onConflict((conflict) => conflict.columns(['group_id', 'member_id']).doNothing())
        .execute()
    }),
  )
}

async function groupsNamed(db: Kysely<Tables>, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return []
  const rows = await db.selectFrom('groups').select('object_id').where('group_name', 'in', names).execute()
  return rows.map((row) => row.object_id)
}
