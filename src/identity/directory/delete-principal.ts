// Deletes a user, service principal or group with everything it may do: what stood in its name must not wait for
// somebody who gets its object id again. Instances it owns stay; their owner is then nobody who can sign in.

import { type RoleAssignment, roleAssignmentType } from '../../access/authorize.ts'
import type { Caller, Person } from '../../arm/resource-type.ts'
import { timeOrderedId } from '../../base/time-ordered-id.ts'
import type { ResourceRecord } from '../../store/records.ts'
import { RevisionConflict } from '../../store/store-errors.ts'
import { signOutEverywhere } from '../sign-out-everywhere.ts'
import type { DirectoryParts } from './directory-parts.ts'
import { keepAnOwner } from './keep-an-owner.ts'

const tables = { User: 'users', ServicePrincipal: 'service_principals', Group: 'groups' } as const

/** 409 when nobody would be left as Owner at the root. */
export async function deletePrincipal(
  parts: DirectoryParts,
  { objectId, kind }: Pick<Person, 'objectId' | 'kind'>,
  caller: Caller,
): Promise<void> {
  await keepAnOwner(parts, { principal: objectId }, async () => {
    await revokeRoles(parts, objectId, caller)
    await signOutEverywhere(parts.db, objectId, parts.clock.now())
    await parts.db.transaction().execute(async (write) => {
      await write.deleteFrom('group_members').where('member_id', '=', objectId).execute()
      await write.deleteFrom('outside_identities').where('object_id', '=', objectId).execute()
      await write.deleteFrom(tables[kind]).where('object_id', '=', objectId).execute()
    })
  })
}

async function revokeRoles(parts: DirectoryParts, objectId: string, caller: Caller): Promise<void> {
  const rows = await parts.store.list({ type: roleAssignmentType })
  for (const row of rows) {
    if ((row.desired as RoleAssignment).principalId.toLowerCase() === objectId) await revoke(parts, row, caller)
  }
}

/** As a DELETE of the assignment would, with a line in its timeline. */
async function revoke(parts: DirectoryParts, row: ResourceRecord, caller: Caller): Promise<void> {
  const at = parts.clock.now()
  const change = {
    id: row.id,
    type: row.type,
    parentKey: row.parentKey,
    name: row.name,
    ifRevision: row.revision,
    desired: row.desired,
    isDelete: true,
    actor: caller.actor,
    at,
    holding: undefined,
    claims: [],
    requireLive: [],
    operation: {
      id: timeOrderedId(at),
      verb: 'Delete',
      trigger: 'User',
      correlationId: caller.correlationId,
      deadline: at,
      supersedes: true,
      isInstant: true,
    },
  } as const
  try {
    await parts.store.accept(change)
  } catch (error) {
    if (!(error instanceof RevisionConflict)) throw error
    // Changed or taken back meanwhile: what is left of it is read anew.
    const found = await parts.store.get(row.key)
    if (found) await revoke(parts, found, caller)
  }
}
