// A row of the audit table as the activity log tells it: it has no beginning and end, it was done or refused.

import type { AuditRecord } from '../../store/audit.ts'
import { type ActivityEvent, eventDocument } from './event-document.ts'

export function auditEvent(record: AuditRecord): ActivityEvent {
  const { id, happenedAt, action, refusal } = record
  const { actor, correlationId, resourceId } = record
  const facts = { id, operationId: id, name: 'EndRequest', at: happenedAt, action } as const
  const about = { actor, correlationId, resourceId, resourceType: auditedType(action) }
  if (refusal === undefined)
    return eventDocument({
      ...{ ...facts, ...about, status: 'Succeeded', level: 'Informational' },
      description: '',
      properties: { trigger: 'User' },
    })
  const isAllowed = refusal.code === 'PolicyAudit'
  return eventDocument({
    ...{ ...facts, ...about, subStatus: isAllowed ? '' : 'Forbidden' },
    ...(isAllowed ? { status: 'Succeeded', level: 'Warning' } : { status: 'Failed', level: 'Error' }),
    description: refusal.message,
    properties: { trigger: 'User', statusCode: refusal.code, statusMessage: refusal.message },
  })
}

/** `Carrel.Identity/users/resetPassword/action` → `Carrel.Identity/users`. */
export function auditedType(action: string): string {
  const words = action.split('/')
  return words.slice(0, words.at(-1) === 'action' ? -2 : -1).join('/')
}
