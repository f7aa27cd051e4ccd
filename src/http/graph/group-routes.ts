// Making and deleting groups and changing who is in them, as `az ad group` does.

import { z } from 'zod'
import { inGrantTurn } from '../../access/grant-turn.ts'
import { readBody } from '../../arm/read-body.ts'
import { ArmError } from '../../base/errors.ts'
import { deletePrincipal } from '../../identity/directory/delete-principal.ts'
import { addMember, isMember, removeMember } from '../../identity/directory/group-members.ts'
import { createGroup, findGroup } from '../../identity/directory/groups.ts'
import { keepAnOwner } from '../../identity/directory/keep-an-owner.ts'
import { type GraphAnswer, type GraphCall, type GraphRoute, notFoundInGraph } from './graph-call.ts'
import { groupObject } from './graph-documents.ts'
import { callerOf, notOffered, refuseGraphTakeover, requireAction } from './graph-rights.ts'
import { objectNamed } from './read-routes.ts'

const createSchema = z.strictObject({
  displayName: z.string().trim().min(1).max(120),
  mailNickname: z.string(),
  mailEnabled: z.boolean().nullish(),
  securityEnabled: z.boolean().nullish(),
  description: z.string().nullish(),
})
const memberSchema = z.strictObject({ '@odata.id': z.string() })

export const groupRoutes: readonly GraphRoute[] = [
  { method: 'POST', path: 'groups', handle: create },
  { method: 'DELETE', path: 'groups/*', handle: remove },
  { method: 'POST', path: 'groups/*/members/$ref', handle: add },
  { method: 'DELETE', path: 'groups/*/members/*/$ref', handle: take },
]

async function create(call: GraphCall): Promise<GraphAnswer> {
  await requireAction(call, 'groups/write')
  const { displayName, mailNickname: name, ...rest } = readBody(createSchema, call.body)
  if (rest.mailEnabled) throw notOffered('A group with a mail address')
  if (rest.securityEnabled === false) throw notOffered('A group that takes no roles')
  if (rest.description) throw notOffered("A group's description")
  const { db, clock } = call.settings
  return { status: 201, object: groupObject(await createGroup(db, { name, displayName, now: clock.now() })) }
}

async function remove(call: GraphCall): Promise<GraphAnswer> {
  const group = await objectNamed(call.settings, 'group', call.names[0])
  await requireAction(call, 'groups/delete', String(group.document['mailNickname']))
  await refuseGraphTakeover(call, group)
  await deletePrincipal(call.settings, { objectId: group.document.id, kind: 'Group' }, callerOf(call))
  return { status: 204 }
}

async function add(call: GraphCall): Promise<GraphAnswer> {
  const { db } = call.settings
  const shown = await objectNamed(call.settings, 'group', call.names[0])
  await requireAction(call, 'groups/members/write', String(shown.document['mailNickname']))
  const memberId = readBody(memberSchema, call.body)['@odata.id'].split('/').at(-1) ?? ''
  const isNew = await inGrantTurn(async () => {
    await refuseGraphTakeover(call, shown)
    const group = await findGroup(db, shown.document.id)
    if (group === undefined) throw notFoundInGraph(shown.document.id)
    return addMember(db, group, memberId)
  })
  if (isNew) return { status: 204 }
  const message = "One or more added object references already exist for the following modified properties: 'members'."
  throw new ArmError(400, 'Request_BadRequest', message)
}

async function take(call: GraphCall): Promise<GraphAnswer> {
  const [name, memberId = ''] = call.names
  const { db } = call.settings
  const group = await objectNamed(call.settings, 'group', name)
  await requireAction(call, 'groups/members/delete', String(group.document['mailNickname']))
  await refuseGraphTakeover(call, group)
  const { id } = group.document
  const member = memberId.toLowerCase()
  if (!(await isMember(db, id, member))) throw notFoundInGraph(memberId)
  await keepAnOwner(call.settings, { group: id, member }, () => removeMember(db, id, member))
  return { status: 204 }
}
