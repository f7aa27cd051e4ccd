import type { Kysely } from 'kysely'
import type { Person } from '../../arm/resource-type.ts'
import type { Tables } from '../../store/tables.ts'

export interface NamedPerson extends Person {
  readonly displayName: string
}

/** Those of these object ids that exist, users first; the others are left out. */
export async function findPeople(db: Kysely<Tables>, objectIds: readonly string[]): Promise<NamedPerson[]> {
  if (objectIds.length === 0) return []
  const ids = [...new Set(objectIds.map((id) => id.toLowerCase()))]
  const users = db
    .selectFrom('users')
    .select(['object_id', 'user_name as name', 'display_name'])
    .where('object_id', 'in', ids)
    .orderBy('user_name')
  const programs = db
    .selectFrom('service_principals')
    .select(['object_id', 'display_name as name', 'display_name'])
    .where('object_id', 'in', ids)
    .orderBy('display_name')
  const groups = db
    .selectFrom('groups')
    .select(['object_id', 'group_name as name', 'display_name'])
    .where('object_id', 'in', ids)
    .orderBy('group_name')
  return [
    ...(await users.execute()).map((row) => toPerson(row, 'User')),
    ...(await programs.execute()).map((row) => toPerson(row, 'ServicePrincipal')),
    ...(await groups.execute()).map((row) => toPerson(row, 'Group')),
  ]
}

function toPerson(row: { object_id: string; name: string; display_name: string }, kind: Person['kind']): NamedPerson {
  return { objectId: row.object_id, name: row.name, displayName: row.display_name, kind }
}
