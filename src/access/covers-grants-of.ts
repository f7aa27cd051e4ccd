// Acting on somebody's account is acting with his rights: a new password, a certificate, a place in a group. So it is for
// those alone who have these rights already.

import type { Actor } from '../store/records.ts'
import { type AccessSource, accessOf, grantsOf } from './authorize.ts'
import { covers } from './covers.ts'
import { isOwner } from './may-grant.ts'

/**
 * May `caller` act on the account of `principalId` (a user, a service principal, or a group that somebody is put into)?
 * True when the caller has, at every scope where the principal holds a role, itself or by its groups, all that the role
 * gives; an Owner of that scope always has. To grant is not to have: User Access Administrators are no exception. True for
 * oneself, and for a principal without any role. Beside it the caller needs the action itself.
 *
 * `await coversGrantsOf({ store, groupsOf: (id) => groupsOf(db, id) }, caller.actor, objectId)`
 */
export async function coversGrantsOf(source: AccessSource, caller: Actor, principalId: string): Promise<boolean> {
  const access = await accessOf(source, caller)
  if (principalId.toLowerCase() === caller.objectId.toLowerCase()) return true
  const grants = await grantsOf(source, [principalId, ...(await source.groupsOf(principalId))])
  return grants.every(
    ({ scopeKey, role }) => isOwner(access, scopeKey) || covers(access.permissionsAt(scopeKey), role.permissions),
  )
}
