// Nobody raises himself. Having the action to write assignments or role definitions is not enough: what is given must not
// go beyond what the giver has there, unless granting is what the giver's role is for.

import type { Access } from './authorize.ts'
import { covers } from './covers.ts'
import type { Permission } from './permission.ts'
import { builtInRole } from './roles.ts'

export interface Giving {
  /** Resource id, '' the root: where the rights are given. */
  readonly scopeId: string
  readonly permissions: readonly Permission[]
  /** What the receivers have already, so that it is not given. */
  readonly given?: readonly Permission[]
  /** The giver is among those who get them. */
  readonly isToSelf: boolean
}

/**
 * An Owner of the scope gives anything to anybody; a User Access Administrator anything to others; everybody else, and the
 * latter to himself, only what he has.
 */
export function mayGrant(access: Access, { scopeId, permissions, given = [], isToSelf }: Giving): boolean {
  if (isOwner(access, scopeId)) return true
  if (!isToSelf && access.holds(roleId('User Access Administrator'), scopeId)) return true
  return covers([...access.permissionsAt(scopeId), ...given], permissions)
}

/** At the scope or above. */
export function isOwner(access: Access, scopeId: string): boolean {
  return access.holds(roleId('Owner'), scopeId)
}

function roleId(name: string): string {
  const role = builtInRole(name)
  if (role === undefined) throw new Error(`there is no built-in role ${name}`)
  return role.id
}
