// What a role, a lock or a list is about: a resource id.

import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Session } from '../session/session.ts'

/** For the commands that take one. */
export const scopeOption = {
  flags: '--scope <id>',
  summary: 'resource id, or / for everything (default: what -g and -w name, else the subscription)',
} as const

/** Without an end slash; everything is the empty text. */
export function scopeOf(invocation: Invocation, session: Session): string {
  const asked = invocation.option('scope')
  if (asked === undefined) {
    if (invocation.option('workspace-name') !== undefined) return session.workspaceId()
    return invocation.option('resource-group') === undefined ? session.subscriptionId() : session.groupId()
  }
  if (!asked.startsWith('/') || /[?#]/.test(asked)) {
    throw new CliFailure(`'${asked}' is no resource id.`, 'it begins with /subscriptions/', exitCodes.badUsage)
  }
  return asked
    .replace(/\/+$/, '')
    .split('/')
    .map((part) => encodeURIComponent(decoded(part)))
    .join('/')
}

/** Ids come as the API prints them, or with names already encoded. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
