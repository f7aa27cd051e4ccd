// Who the installation's first user and service principal are, by object id. A name is no proof: once they are deleted,
// their names are anybody's.

import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Tables } from '../store/tables.ts'

const schema = z.object({ adminId: z.string(), principalId: z.string() })

export type FirstPrincipals = z.infer<typeof schema>

const settingName = 'first-principals'

/** Undefined: they were never made to the end. */
export async function readFirstPrincipals(db: Kysely<Tables>): Promise<FirstPrincipals | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', settingName).executeTakeFirst()
  return row && schema.parse(JSON.parse(row.value))
}

export async function rememberFirstPrincipals(db: Kysely<Tables>, first: FirstPrincipals): Promise<void> {
  const value = JSON.stringify(first)
  await db
    .insertInto('settings')
    .values({ name: settingName, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}
