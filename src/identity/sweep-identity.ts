// Deletes what has expired, a few hundred rows at a time so that nobody waits behind it. A used code outlives its
// expiry a little: presenting it again is how a stolen one is noticed.

import type { Kysely } from 'kysely'
import { sweepAudit } from '../store/audit.ts'
import type { Tables } from '../store/tables.ts'

const batch = 500
const graceMs = 10 * 60_000
/** As long as Azure keeps its activity log. */
const auditKeptMs = 90 * 86_400_000

/** Answers how many rows went. `now` in epoch milliseconds. */
export async function sweepIdentity(db: Kysely<Tables>, now: number): Promise<number> {
  const [oidc, sessions] = [await sweepTable(db, 'oidc', now - graceMs), await sweepTable(db, 'app_sessions', now)]
  return oidc + sessions + (await sweepAudit(db, now - auditKeptMs))
}

async function sweepTable(db: Kysely<Tables>, table: 'oidc' | 'app_sessions', before: number): Promise<number> {
  for (let swept = 0; ; ) {
    const expired = db.selectFrom(table).select('id').where('expires_at', '<', before).limit(batch)
    const query = db.deleteFrom(table).where('expires_at', '<', before).where('id', 'in', expired)
    const gone = Number((await query.executeTakeFirst()).numDeletedRows)
    swept += gone
    if (gone < batch) return swept
  }
}
