// Operations on everything below a scope, for the activity log.

import type { Kysely } from 'kysely'
import { operationOf } from './operation-rows.ts'
import type { OperationRecord } from './records.ts'
import type { ActivityQuery } from './store.ts'
import type { Tables } from './tables.ts'

export async function listActivity(db: Kysely<Tables>, query: ActivityQuery): Promise<OperationRecord[]> {
  const { scopeKey, from, to, correlationId, after, limit } = query
  let select = db
    .selectFrom('operations')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb('resource_key', '=', scopeKey),
        // '0' is the character after '/'.
        eb.and([eb('resource_key', '>', `${scopeKey}/`), eb('resource_key', '<', `${scopeKey}0`)]),
      ]),
    )
    .where('accepted_at', '<=', to)
    .where((eb) => eb.or([eb('accepted_at', '>=', from), eb('finished_at', '>=', from)]))
  if (correlationId !== undefined) select = select.where('correlation_id', '=', correlationId)
  if (after !== undefined) {
    select = select.where((eb) =>
      eb.or([
        eb('accepted_at', '<', after.acceptedAt),
        eb.and([eb('accepted_at', '=', after.acceptedAt), eb('id', '<', after.id)]),
      ]),
    )
  }
  const rows = await select.orderBy('accepted_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
  return rows.map(operationOf)
}
