import type { Kysely } from 'kysely'
import type { Person } from '../arm/resource-type.ts'
import type { Tables } from '../store/tables.ts'

/** The user, service principal or group with this object id, as other resources name it. */
export async function findPerson(db: Kysely<Tables>, objectId: string): Promise<Person | undefined> {
  const id = objectId.toLowerCase()
  const user = await db.selectFrom('users').select('user_name as name').where('object_id', '=', id).executeTakeFirst()
  if (user) return { objectId: id, name: user.name, kind: 'User' }
  const program = await db
    .selectFrom('service_principals')
    .select('display_name as name')
    .where('object_id', '=', id)
    .executeTakeFirst()
  if (program) return { objectId: id, name: program.name, kind: 'ServicePrincipal' }
  const group = await db
    .selectFrom('groups')
    .select('group_name as name')
    .where('object_id', '=', id)
    .executeTakeFirst()
  return group && { objectId: id, name: group.name, kind: 'Group' }
}
