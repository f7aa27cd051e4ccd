// The sign-in service of somebody else that people may come in by: where it is, who we are there, and which of its groups
// are which of ours. Kept sealed as a whole, since it holds our secret there.

import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Tables } from '../../store/tables.ts'
import type { Sealer } from '../seal.ts'

export const outsideProviderSchema = z.object({
  /** Exactly as it calls itself. */
  issuer: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  /** On the button of the sign-in page. */
  displayName: z.string(),
  scope: z.string(),
  /** From the name of a group there to the name of a group here. */
  groupMap: z.record(z.string(), z.string()),
})

export type OutsideProvider = z.infer<typeof outsideProviderSchema>

const settingName = 'outside-provider'
const context = `setting:${settingName}`

/** Where the service sends people back to; it wants to be told this address. */
export function outsideRedirectUri(browserEndpoint: string): string {
  return `${browserEndpoint}/login/outside/callback`
}

/** Undefined: people sign in here alone. */
export async function readOutsideProvider(db: Kysely<Tables>, sealer: Sealer): Promise<OutsideProvider | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', settingName).executeTakeFirst()
  return row && outsideProviderSchema.parse(JSON.parse(sealer.open(row.value, context)))
}

export async function writeOutsideProvider(
  db: Kysely<Tables>,
  sealer: Sealer,
  provider: OutsideProvider,
): Promise<void> {
  const value = sealer.seal(JSON.stringify(provider), context)
  await db
    .insertInto('settings')
    .values({ name: settingName, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}

/** False: there was none. */
export async function deleteOutsideProvider(db: Kysely<Tables>): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('settings').where('name', '=', settingName).executeTakeFirst()
  return numDeletedRows > 0n
}
