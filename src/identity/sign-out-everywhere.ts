// Ends every sign-in of one user or service principal with one transaction: tokens already out are older than
// `valid_from` and refused, refresh tokens, browser sessions and app sessions are gone.

import type { Kysely, Transaction } from 'kysely'
import type { Tables } from '../store/tables.ts'

/** An unknown id is no error. `now` in epoch milliseconds. */
export async function signOutEverywhere(db: Kysely<Tables>, objectId: string, now: number): Promise<void> {
  await db.transaction().execute((write) => endSignIns(write, objectId, now))
}

/** Within the transaction that changes what the account signs in with: killed in between, neither has happened. */
export async function endSignIns(write: Transaction<Tables>, objectId: string, now: number): Promise<void> {
  await write.updateTable('users').set({ valid_from: now }).where('object_id', '=', objectId).execute()
  await write.updateTable('service_principals').set({ valid_from: now }).where('object_id', '=', objectId).execute()
  await write.deleteFrom('oidc').where('account_id', '=', objectId).execute()
  await write.deleteFrom('app_sessions').where('object_id', '=', objectId).execute()
}
