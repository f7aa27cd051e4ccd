// A browser's sign-in to one app. It lives as long as the sign-in it came from: signing out, being disabled or signed
// out everywhere ends it here too. This side only needs the database, so the gateway can ask on every request.

import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'
import { sha256 } from './seal.ts'

export interface AppSession {
  /** SHA-256 of the cookie. */
  readonly id: string
  readonly origin: string
  readonly objectId: string
  readonly userName: string
  readonly expiresAt: number
}

/** The live session of this cookie at this origin. `now` in epoch milliseconds. */
export async function findAppSession(
  db: Kysely<Tables>,
  cookieValue: string,
  { origin, now }: { readonly origin: string; readonly now: number },
): Promise<AppSession | undefined> {
  const row = await liveSessions(db, now)
    .where('app_sessions.id', '=', sha256(cookieValue))
    .where('app_sessions.origin', '=', origin)
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      origin: row.origin,
      objectId: row.object_id,
      userName: row.user_name,
      expiresAt: row.expires_at,
    }
  )
}

/** Which of these sessions still live: one question for all sockets that are open. */
export async function liveAppSessions(db: Kysely<Tables>, ids: readonly string[], now: number): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await liveSessions(db, now)
    .where('app_sessions.id', 'in', [...ids])
    .execute()
  return new Set(rows.map((row) => row.id))
}

export async function deleteAppSession(db: Kysely<Tables>, cookieValue: string): Promise<void> {
  await db.deleteFrom('app_sessions').where('id', '=', sha256(cookieValue)).execute()
}

/** `valid_from` is compared with the session's own start: a sign-in after it counts again. */
function liveSessions(db: Kysely<Tables>, now: number) {
  return db
    .selectFrom('app_sessions')
    .innerJoin('users', 'users.object_id', 'app_sessions.object_id')
    .innerJoin('oidc', 'oidc.uid', 'app_sessions.login_session')
    .selectAll('app_sessions')
    .where('oidc.model', '=', 'Session')
    .whereRef('oidc.account_id', '=', 'app_sessions.object_id')
    .where('oidc.expires_at', '>', now)
    .where('app_sessions.expires_at', '>', now)
    .where('users.disabled', '=', 0)
    .whereRef('app_sessions.created_at', '>=', 'users.valid_from')
}
