// Whoever may change accounts must not get at more than he has: a new password for an Owner, or a place in a group of
// Owners, would make an Owner of him. Such a change is for those who may grant the roles themselves.

import { type RoleAssignment, roleAssignmentType } from '../../access/authorize.ts'
import { builtInRole } from '../../access/roles.ts'
import type { Person } from '../../arm/resource-type.ts'
import { ArmError } from '../../base/errors.ts'
import { groupsOf } from '../groups-of.ts'
import type { DirectoryParts } from './directory-parts.ts'

export interface ActingCaller {
  readonly objectId: string
  can(action: string, scopeId: string): boolean
}

const grantAction = 'Microsoft.Authorization/roleAssignments/write'

/** 403 unless the caller acts on himself, may grant any role, or the target may at most read. */
export async function refuseTakeover(
  { db, store }: Pick<DirectoryParts, 'db' | 'store'>,
  caller: ActingCaller,
  target: Pick<Person, 'objectId' | 'name'>,
): Promise<void> {
  const id = target.objectId.toLowerCase()
  if (id === caller.objectId.toLowerCase() || caller.can(grantAction, '')) return
  const holders = new Set([id, ...(await groupsOf(db, id))])
  const rows = await store.list({ type: roleAssignmentType })
  const reader = builtInRole('Reader')?.id
  const held = rows.some(({ desired }) => {
    const { principalId, roleDefinitionId } = desired as RoleAssignment
    return holders.has(principalId.toLowerCase()) && roleDefinitionId.toLowerCase().split('/').at(-1) !== reader
  })
  if (!held) return
  throw new ArmError(
    403,
    'AuthorizationFailed',
    `The client with object id '${caller.objectId}' does not have authorization to act on '${target.name}', whose roles go beyond reading. ` +
      `That needs the action '${grantAction}' over scope '/'.`,
  )
}
