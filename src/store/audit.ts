// The audit table: what happened that is no operation on a resource. Rows are written once and swept when they are old.

import type { Kysely } from 'kysely'
import type { ErrorDetail } from '../base/errors.ts'
import type { Actor } from './records.ts'
import type { ActivityQuery } from './store.ts'
import type { AuditRow, Tables } from './tables.ts'

export interface AuditRecord {
  readonly id: string
  /** Epoch milliseconds. */
  readonly happenedAt: number
  readonly resourceId: string
  /** The permission it took. */
  readonly action: string
  readonly actor: Actor
  readonly correlationId: string
  /** Why it was refused; undefined: it was done. */
  readonly refusal: ErrorDetail | undefined
}

export async function addAudit(db: Kysely<Tables>, record: AuditRecord): Promise<void> {
  const { id, happenedAt, resourceId, action, actor, correlationId, refusal } = record
  await db
    .insertInto('audit')
    .values({
      id,
      happened_at: happenedAt,
      resource_key: resourceId.toLowerCase(),
      resource_id: resourceId,
      action,
      actor: JSON.stringify(actor),
      correlation_id: correlationId,
      refusal: refusal === undefined ? null : JSON.stringify(refusal),
    })
    .execute()
}

/** Newest first; those at or below the scope. */
export async function listAudit(db: Kysely<Tables>, query: ActivityQuery): Promise<AuditRecord[]> {
  const { scopeKey, from, to, correlationId, after, limit } = query
  let select = db
    .selectFrom('audit')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb('resource_key', '=', scopeKey),
        // '0' is the character after '/'.
        eb.and([eb('resource_key', '>', `${scopeKey}/`), eb('resource_key', '<', `${scopeKey}0`)]),
      ]),
    )
    .where('happened_at', '>=', from)
    .where('happened_at', '<=', to)
  if (correlationId !== undefined) select = select.where('correlation_id', '=', correlationId)
  if (after !== undefined) {
    select = select.where((eb) =>
      eb.or([
        eb('happened_at', '<', after.acceptedAt),
        eb.and([eb('happened_at', '=', after.acceptedAt), eb('id', '<', after.id)]),
      ]),
    )
  }
  const rows = await select.orderBy('happened_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
  return rows.map(recordOf)
}

const batch = 500

/** A few hundred at a time, so that nobody waits behind it. Answers how many rows went. */
export async function sweepAudit(db: Kysely<Tables>, before: number): Promise<number> {
  for (let swept = 0; ; ) {
    const old = db.selectFrom('audit').select('id').where('happened_at', '<', before).limit(batch)
    const gone = Number((await db.deleteFrom('audit').where('id', 'in', old).executeTakeFirst()).numDeletedRows)
    swept += gone
    if (gone < batch) return swept
  }
}

function recordOf(row: AuditRow): AuditRecord {
  return {
    id: row.id,
    happenedAt: Number(row.happened_at),
    resourceId: row.resource_id,
    action: row.action,
    actor: JSON.parse(row.actor) as Actor,
    correlationId: row.correlation_id,
    refusal: row.refusal === null ? undefined : (JSON.parse(row.refusal) as ErrorDetail),
  }
}
