// Publishing shows a folder of the host to everybody who has an instance in the workspace, as root: the rights for that are
// the host's, so the action is needed at the root, where only its administrators have it. Taking one away shows nothing
// to anybody and needs no more than the action.

import { accessOf } from '../../access/authorize.ts'
import { keyOf } from '../../arm/resource-id.ts'
import type { AskedChange } from '../../arm/resource-type.ts'
import { ArmError } from '../../base/errors.ts'
import { type DatastoreRecord, datastoreType } from '../../fleet/datastores.ts'
import { HostFolderFault } from '../../share/host-folder/host-folder-fault.ts'
import { readDatastore } from './datastore-body.ts'
import type { DatastoreSettings } from './datastore-settings.ts'
import { requirePlace } from './require-place.ts'

/** Throws 403 for who may not give away folders of the host, and 400 for a folder that is not given away. */
export async function refuseDatastore(change: AskedChange, settings: DatastoreSettings): Promise<void> {
  if (change.verb === 'delete') return
  const { store, caller, id, body } = change
  const action = `${datastoreType}/write`
  const access = await accessOf({ store, groupsOf: settings.groupsOf }, caller.actor)
  if (!access.can(action, '')) {
    throw access.refusal(
      action,
      id,
      "folders of the host are published by those who may do it at the root scope, '/'. Ask whoever installed Carrel.",
    )
  }
  requirePlace(id, id.split('/').at(-1) ?? '')
  const { hostPath, isReadOnly } = readDatastore(body)
  const previous = await store.get(keyOf(id))
  try {
    await settings.folders.look({ path: hostPath, isReadOnly })
  } catch (error) {
    if (!(error instanceof HostFolderFault)) throw error
    if (isAwayMeanwhile(error, previous as DatastoreRecord | undefined, hostPath)) return
    throw new ArmError(400, error.code, `${error.message} ${error.nextStep}`, { target: 'properties.hostPath' })
  }
}

/** What was published may be written again while its folder is away: it is mounted when that is back. */
function isAwayMeanwhile(fault: HostFolderFault, previous: DatastoreRecord | undefined, hostPath: string): boolean {
  const isAway = fault.code === 'HostFolderNotFound' || fault.code === 'HostFolderDoesNotAnswer'
  return isAway && previous?.desired.hostPath === hostPath
}
