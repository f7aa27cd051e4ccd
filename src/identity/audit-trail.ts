// Who changed the directory, and who was refused a change: one line in the server's log and one row for the activity log.
// What was done is done whether or not it could be written down, so nothing here throws.

import type { Kysely } from 'kysely'
import { AuthorizationRefusal } from '../access/authorization-refusal.ts'
import type { Clock } from '../base/clock.ts'
import { ArmError, type ErrorDetail } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import { maskSecrets } from '../base/mask-secrets.ts'
import { timeOrderedId } from '../base/time-ordered-id.ts'
import { addAudit } from '../store/audit.ts'
import type { Actor } from '../store/records.ts'
import type { Tables } from '../store/tables.ts'
import { TokenBuckets } from './token-buckets.ts'

export interface AuditedChange {
  readonly actor: Actor
  /** As role definitions name it. */
  readonly action: string
  /** Id of what was changed, or was to be. */
  readonly target: string
  readonly correlationId: string
  /** What of it is kept from readers. */
  readonly secrets?: readonly string[]
}

export interface AuditTrail {
  /** Without passwords and secrets. */
  changed(change: AuditedChange): Promise<void>
  /** Keeps refusals for lack of rights, and of those as many as one principal may cause; leaves out everything else. */
  refused(error: unknown, asked: AuditedChange): Promise<void>
  /** Keeps what a policy said of a change, and of that as much as one principal may cause. */
  noticed(detail: ErrorDetail, asked: AuditedChange): Promise<void>
}

/** Somebody who tries everything in turn fills neither the table nor the log. */
const refusalRule = { capacity: 60, refillMs: 60_000 }
const longestTarget = 2_000
const sentences: Readonly<Record<string, string>> = { PolicyAudit: 'A change is not compliant with a policy' }

export function createAuditTrail(parts: { db: Kysely<Tables>; clock: Clock; log: Log }): AuditTrail {
  const { db, clock, log } = parts
  const refusals = new TokenBuckets(refusalRule, clock)
  const notices = new TokenBuckets(refusalRule, clock)
  const write = async (change: AuditedChange, refusal: ErrorDetail | undefined) => {
    const { actor, action, correlationId } = change
    const target = change.target.slice(0, longestTarget)
    const { objectId, name } = actor
    const what =
      refusal === undefined ? 'The directory was changed' : (sentences[refusal.code] ?? 'A change was refused')
    log.info({ actor: { objectId, name }, action, target, correlationId }, what)
    const happenedAt = clock.now()
    const record = { id: timeOrderedId(happenedAt), happenedAt, resourceId: target, action, actor, correlationId }
    await addAudit(db, { ...record, refusal }).catch((err: unknown) => {
      log.error({ err, action, target }, 'An event could not be written to the audit table')
    })
  }
  return {
    changed: (change) => write(change, undefined),
    async refused(error, asked) {
      if (!(error instanceof ArmError) || error.status !== 403) return
      if (refusals.take(asked.actor.objectId) > 0) return
      const action = error instanceof AuthorizationRefusal ? error.action : asked.action
      const { code, message } = error
      await write({ ...asked, action }, { code, message: maskSecrets(message, asked.secrets ?? []) })
    },
    async noticed(detail, asked) {
      if (notices.take(asked.actor.objectId) > 0) return
      await write(asked, { code: detail.code, message: detail.message })
    },
  }
}
