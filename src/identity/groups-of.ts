// The groups a principal is in, with those its groups are in: what any of them may do, it may do.

import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'

/** Object ids, in no order; one question to the database however deep the groups are nested. */
export async function groupsOf(db: Kysely<Tables>, objectId: string): Promise<string[]> {
  const rows = await db
    .withRecursive('inside', (query) =>
      query
        .selectFrom('group_members')
        .select('group_members.group_id')
        .where('group_members.member_id', '=', objectId.toLowerCase())
        // `union` keeps each group once, so the walk ends whatever the rows say.
        .union((more) =>
          more
            .selectFrom('group_members')
            .innerJoin('inside', 'inside.group_id', 'group_members.member_id')
            .select('group_members.group_id'),
        ),
    )
    .selectFrom('inside')
    .select('inside.group_id')
    .execute()
  return rows.map((row) => row.group_id)
}
