// Which assignments a role has, found through claims: a role that is assigned can neither be deleted nor be taken from
// under an assignment.

import type { Claim, Store } from '../store/store.ts'
import type { RoleAssignment } from './authorize.ts'
import { roleIdOf } from './roles.ts'

/** Keys of a custom role's assignments. Built-in roles cannot go, so theirs are not kept. */
export async function assignmentsOfRole(store: Pick<Store, 'claims'>, roleId: string): Promise<string[]> {
  return (await store.claims(claimKind(roleId))).map(({ key }) => key)
}

export function assignedRoleClaim({ roleDefinitionId, principalId }: RoleAssignment, name: string): Claim {
  return { kind: claimKind(roleIdOf(roleDefinitionId)), value: `${principalId}/${name}`.toLowerCase() }
}

function claimKind(roleId: string): string {
  return `assigned-role/${roleId.toLowerCase()}`
}
