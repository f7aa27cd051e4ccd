// Who is in a group. A member is named by its object id, whatever kind of principal it is.

import { inGrantTurn } from '../../access/grant-turn.ts'
import type { Endpoint } from '../../arm/endpoint.ts'
import { ArmError } from '../../base/errors.ts'
import type { NamedPerson } from '../../identity/directory/find-people.ts'
import { addMember, isMember, membersOf, removeMember } from '../../identity/directory/group-members.ts'
import type { Group } from '../../identity/directory/groups.ts'
import { isGuid } from '../../identity/directory/is-guid.ts'
import { keepAnOwner } from '../../identity/directory/keep-an-owner.ts'
import { findPerson } from '../../identity/find-person.ts'
import { actingFor } from './acting-for.ts'
import { type DirectorySettings, directoryEndpoint, namedIn, parentNamedIn } from './directory-endpoint.ts'
import { groupNamed } from './groups.ts'

const type = 'groups/members'

export function groupMembers(settings: DirectorySettings): Endpoint[] {
  const { db } = settings
  return [
    directoryEndpoint({
      method: 'GET',
      kind: 'collection',
      type,
      permission: 'read',
      async handle({ address }) {
        const group = await groupNamed(db, parentNamedIn(address))
        const members = await membersOf(db, group.objectId)
        return { status: 200, body: { value: members.map((member) => memberDocument(group, member)) } }
      },
    }),
    directoryEndpoint({
      method: 'PUT',
      kind: 'resource',
      type,
      permission: 'write',
      async handle(request) {
        const memberId = objectIdIn(namedIn(request.address))
        const group = await groupNamed(db, parentNamedIn(request.address))
        const isNew = await inGrantTurn(async () => {
          await actingFor(settings, request).refuseTakeover(group)
          return addMember(db, group, memberId)
        })
        const member = await findPerson(db, memberId)
        return { status: isNew ? 201 : 200, ...(member === undefined ? {} : { body: memberDocument(group, member) }) }
      },
    }),
    directoryEndpoint({
      method: 'DELETE',
      kind: 'resource',
      type,
      permission: 'delete',
      async handle(request) {
        const member = objectIdIn(namedIn(request.address))
        const group = await groupNamed(db, parentNamedIn(request.address))
        if (!(await isMember(db, group.objectId, member))) return { status: 204 }
        await actingFor(settings, request).refuseTakeover(group)
        await keepAnOwner(settings, { group: group.objectId, member }, () => removeMember(db, group.objectId, member))
        return { status: 200 }
      },
    }),
  ]
}

function objectIdIn(name: string): string {
  if (isGuid(name)) return name.toLowerCase()
  throw new ArmError(
    400,
    'InvalidObjectId',
    `A member is named by its object id, which '${name.slice(0, 120)}' is not. GET a user or service principal to see its own.`,
  )
}

function memberDocument(group: Group, { objectId, name, kind, ...more }: Omit<NamedPerson, 'displayName'>) {
  return {
    id: `/providers/Carrel.Identity/groups/${group.name}/members/${objectId}`,
    name: objectId,
    type: 'Carrel.Identity/groups/members',
    properties: { objectId, name, kind, ...more },
  }
}
