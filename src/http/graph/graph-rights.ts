// What a change needs, the same as through `Carrel.Identity`: the action at the object, and for what would lend
// somebody's rights, those rights.

import { accessOf } from '../../access/authorize.ts'
import type { Caller } from '../../arm/resource-type.ts'
import { ArmError } from '../../base/errors.ts'
import { refuseTakeover } from '../../identity/directory/refuse-takeover.ts'
import { groupsOf } from '../../identity/groups-of.ts'
import type { Actor } from '../../store/records.ts'
import type { GraphCall } from './graph-call.ts'
import type { GraphObject } from './graph-documents.ts'

/** `action` without the namespace; `name` as `Carrel.Identity` names the object, empty for its list. */
export async function requireAction(call: GraphCall, action: string, name = ''): Promise<void> {
  const { db, store } = call.settings
  const access = await accessOf({ store, groupsOf: (objectId) => groupsOf(db, objectId) }, actorOf(call))
  const [list = ''] = action.split('/')
  access.require(`Carrel.Identity/${action}`, name === '' ? '' : `/providers/Carrel.Identity/${list}/${name}`)
}

export function refuseGraphTakeover(call: GraphCall, { document }: GraphObject): Promise<void> {
  const target = { objectId: document.id, name: String(document['displayName']) }
  return refuseTakeover(call.settings, actorOf(call), target)
}

export function callerOf(call: GraphCall): Caller {
  return { actor: actorOf(call), correlationId: call.correlationId, baseUrl: '' }
}

/** For a value that would change what nothing here does. */
export function notOffered(what: string): ArmError {
  return new ArmError(400, 'Request_BadRequest', `${what} is not offered here.`)
}

function actorOf({ caller: { objectId, name, kind, tenantId } }: GraphCall): Actor {
  return { objectId, name, kind, tenantId }
}
