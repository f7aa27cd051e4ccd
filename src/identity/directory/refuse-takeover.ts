// Whoever may change accounts must not get at more than he has: a new password for an Owner, or a place in a group of
// Owners, would make an Owner of him.

import { coversGrantsOf } from '../../access/covers-grants-of.ts'
import type { Person } from '../../arm/resource-type.ts'
import { ArmError } from '../../base/errors.ts'
import type { Actor } from '../../store/records.ts'
import { groupsOf } from '../groups-of.ts'
import type { DirectoryParts } from './directory-parts.ts'

/** 403 when the target may do anything, itself or by its groups, that the caller may not. */
export async function refuseTakeover(
  { db, store }: Pick<DirectoryParts, 'db' | 'store'>,
  caller: Actor,
  target: Pick<Person, 'objectId' | 'name'>,
): Promise<void> {
  const source = { store, groupsOf: (objectId: string) => groupsOf(db, objectId) }
  if (await coversGrantsOf(source, caller, target.objectId)) return
  throw new ArmError(
    403,
    'AuthorizationFailed',
    `The client '${caller.name}' with object id '${caller.objectId}' does not have authorization to act on '${target.name}', ` +
      'which has roles that the client has not. Ask somebody who has them, such as an Owner of their scopes.',
  )
}
