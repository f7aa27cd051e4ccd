// Groups of principals, and who is in them.

import { z } from 'zod'
import type { Endpoint, EndpointRequest } from '../../arm/endpoint.ts'
import { readBody } from '../../arm/read-body.ts'
import { deletePrincipal } from '../../identity/directory/delete-principal.ts'
import { createGroup, findGroup, type Group, listGroups, setGroupDisplayName } from '../../identity/directory/groups.ts'
import { actingFor } from './acting-for.ts'
import {
  type DirectorySettings,
  directoryEndpoint,
  displayNameSchema,
  namedIn,
  notInDirectory,
} from './directory-endpoint.ts'

const putSchema = z.strictObject({ displayName: displayNameSchema.optional() })

export function groups(settings: DirectorySettings): Endpoint[] {
  const { db } = settings
  return [
    directoryEndpoint({
      method: 'GET',
      kind: 'collection',
      type: 'groups',
      permission: 'read',
      handle: async () => ({ status: 200, body: { value: (await listGroups(db)).map(groupDocument) } }),
    }),
    directoryEndpoint({
      method: 'GET',
      kind: 'resource',
      type: 'groups',
      permission: 'read',
      handle: async ({ address }) => ({ status: 200, body: groupDocument(await groupNamed(db, namedIn(address))) }),
    }),
    directoryEndpoint({
      method: 'PUT',
      kind: 'resource',
      type: 'groups',
      permission: 'write',
      handle: (request) => putGroup(settings, request),
    }),
    directoryEndpoint({
      method: 'DELETE',
      kind: 'resource',
      type: 'groups',
      permission: 'delete',
      async handle(request) {
        const group = await findGroup(db, namedIn(request.address))
        if (group === undefined) return { status: 204 }
        await actingFor(settings, request).refuseTakeover(group)
        await deletePrincipal(settings, { objectId: group.objectId, kind: 'Group' }, request.caller)
        return { status: 200, body: groupDocument(group) }
      },
    }),
  ]
}

async function putGroup({ db, clock }: DirectorySettings, { address, body }: EndpointRequest) {
  const { displayName } = readBody(putSchema, body ?? {})
  const name = namedIn(address)
  const found = await findGroup(db, name)
  if (found === undefined) {
    return { status: 201, body: groupDocument(await createGroup(db, { name, displayName, now: clock.now() })) }
  }
  if (displayName !== undefined) await setGroupDisplayName(db, found.objectId, displayName)
  return { status: 200, body: groupDocument(await groupNamed(db, found.objectId)) }
}

/** 404 where there is none. */
export async function groupNamed(db: DirectorySettings['db'], nameOrObjectId: string): Promise<Group> {
  const group = await findGroup(db, nameOrObjectId)
  if (group === undefined) throw notInDirectory('Group', nameOrObjectId)
  return group
}

function groupDocument({ objectId, name, displayName, createdAt, memberCount }: Group) {
  return {
    id: `/providers/Carrel.Identity/groups/${name}`,
    name,
    type: 'Carrel.Identity/groups',
    properties: { objectId, displayName, memberCount, createdAt: new Date(createdAt).toISOString() },
  }
}
