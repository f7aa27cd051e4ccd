import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'

/** The user or service principal with this object id, as other resources name it. */
export async function findPerson(
  db: Kysely<Tables>,
  objectId: string,
): Promise<{ objectId: string; name: string; kind: 'User' | 'ServicePrincipal' } | undefined> {
  const id = objectId.toLowerCase()
  const user = await db.selectFrom('users').select('user_name as name').where('object_id', '=', id).executeTakeFirst()
  if (user) return { objectId: id, name: user.name, kind: 'User' }
  const found = await db
    .selectFrom('service_principals')
    .select('display_name as name')
    .where('object_id', '=', id)
    .executeTakeFirst()
  return found && { objectId: id, name: found.name, kind: 'ServicePrincipal' }
}
