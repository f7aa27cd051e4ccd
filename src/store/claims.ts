// Reading claims.

import type { Kysely } from 'kysely'
import type { Claim } from './store.ts'
import type { Tables } from './tables.ts'

export async function claimsOf(db: Kysely<Tables>, key: string): Promise<Claim[]> {
  return await db
    .selectFrom('claims')
    .select(['kind', 'value'])
    .where('resource_key', '=', key)
    .orderBy('kind')
    .orderBy('value')
    .execute()
}

export async function claimsOfKind(
  db: Kysely<Tables>,
  kind: string | readonly string[],
): Promise<{ value: string; key: string }[]> {
  return await db
    .selectFrom('claims')
    .select(['value', 'resource_key as key'])
    .where('kind', 'in', typeof kind === 'string' ? [kind] : kind)
    .orderBy('value')
    .execute()
}

export async function claimHolder(db: Kysely<Tables>, { kind, value }: Claim): Promise<string | undefined> {
  const row = await db
    .selectFrom('claims')
    .select('resource_key')
    .where('kind', '=', kind)
    .where('value', '=', value)
    .executeTakeFirst()
  return row?.resource_key
}
