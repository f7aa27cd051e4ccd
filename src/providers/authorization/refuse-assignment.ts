// To grant and to revoke takes more than the action: see `access/may-grant.ts`.

import { accessOf, type RoleAssignment, roleAssignmentType } from '../../access/authorize.ts'
import { mayGrant } from '../../access/may-grant.ts'
import { builtInRole, findRoles, type RoleDefinition, roleIdOf } from '../../access/roles.ts'
import { keyOf } from '../../arm/resource-id.ts'
import type { AskedChange } from '../../arm/resource-type.ts'
import { ArmError } from '../../base/errors.ts'
import { isAssignableAt } from './assignable.ts'
import { readAssignment } from './assignment-body.ts'
import type { RoleSettings } from './role-settings.ts'

/** Throws 400 for a role that is not there or not to be had at the scope, 403 for one that is not the caller's to give. */
export async function refuseAssignment(change: AskedChange, settings: RoleSettings): Promise<void> {
  const asked = change.verb === 'put' ? await askedFor(change) : await standing(change)
  if (asked === undefined) return
  const { role, principalId } = asked
  const { id, parentId: scopeId, caller, store, verb } = change
  const access = await accessOf({ store, groupsOf: settings.groupsOf }, caller.actor)
  const isToSelf = verb === 'put' && access.isSelf(principalId)
  // What is one's own may always be given up.
  const isGivenUp = verb === 'delete' && keyOf(principalId) === keyOf(caller.actor.objectId)
  if (isGivenUp || mayGrant(access, { scopeId, permissions: role.permissions, isToSelf })) {
    const isRootOwner = scopeId === '' && role.id === builtInRole('Owner')?.id
    return verb === 'delete' && isRootOwner ? settings.keepAnOwner(principalId) : undefined
  }
  throw access.refusal(
    `${roleAssignmentType}/${verb === 'put' ? 'write' : 'delete'}`,
    id,
    `the role '${role.roleName}' goes beyond what the client may do there itself. ` +
      (isToSelf
        ? 'Nobody gives himself or his groups more than he has; an Owner of the scope may.'
        : 'An Owner or a User Access Administrator of the scope may do it.'),
  )
}

interface Asked {
  readonly role: RoleDefinition
  readonly principalId: string
}

async function askedFor({ body, parentId, store }: AskedChange): Promise<Asked> {
  const { roleDefinitionId, principalId } = readAssignment(body)
  const role =
    builtInRole(roleDefinitionId) ?? (await findRoles(store, [roleDefinitionId])).get(roleIdOf(roleDefinitionId))
  if (role && isAssignableAt(role, parentId)) return { role, principalId }
  throw new ArmError(
    400,
    'RoleDefinitionDoesNotExist',
    `The role definition '${roleDefinitionId.slice(0, 200)}' does not exist, or cannot be assigned at '${parentId || '/'}'.`,
    { target: 'properties.roleDefinitionId' },
  )
}

async function standing({ id, store }: AskedChange): Promise<Asked | undefined> {
  const row = await store.get(keyOf(id))
  if (row?.type !== roleAssignmentType) return undefined
  const { roleDefinitionId, principalId } = row.desired as RoleAssignment
  const role = (await findRoles(store, [roleDefinitionId])).get(roleIdOf(roleDefinitionId))
  return role && { role, principalId }
}
