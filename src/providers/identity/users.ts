// The people who sign in here: who there is, making and changing them.

import { z } from 'zod'
import type { Endpoint, EndpointRequest } from '../../arm/endpoint.ts'
import { readBody } from '../../arm/read-body.ts'
import { deletePrincipal } from '../../identity/directory/delete-principal.ts'
import { keepAnOwner } from '../../identity/directory/keep-an-owner.ts'
import { readablePassword } from '../../identity/readable-password.ts'
import {
  createUser,
  findUser,
  findUserByNameOrId,
  listUsers,
  setPassword,
  setUserDisabled,
  setUserDisplayName,
  type User,
} from '../../identity/users.ts'
import { actingFor } from './acting-for.ts'
import { type DirectorySettings, directoryEndpoint, displayNameSchema, namedIn } from './directory-endpoint.ts'
import { isOneself, passwordSchema, userIn } from './user-in.ts'

const putSchema = z.strictObject({
  displayName: displayNameSchema.optional(),
  password: passwordSchema.optional(),
  isDisabled: z.boolean().optional(),
})

export function users(settings: DirectorySettings): Endpoint[] {
  const { db } = settings
  return [
    directoryEndpoint({
      method: 'GET',
      kind: 'collection',
      type: 'users',
      permission: 'read',
      handle: async () => ({ status: 200, body: { value: (await listUsers(db)).map((user) => userDocument(user)) } }),
    }),
    directoryEndpoint({
      method: 'GET',
      kind: 'resource',
      type: 'users',
      permission: 'read',
      isOwn: (address, caller) => isOneself(namedIn(address), caller),
      handle: async (request) => ({ status: 200, body: userDocument(await userIn(settings, request)) }),
    }),
    directoryEndpoint({
      method: 'PUT',
      kind: 'resource',
      type: 'users',
      permission: 'write',
      handle: (request) => putUser(settings, request),
    }),
    directoryEndpoint({
      method: 'DELETE',
      kind: 'resource',
      type: 'users',
      permission: 'delete',
      async handle(request) {
        const user = await findUserByNameOrId(db, namedIn(request.address))
        if (user === undefined) return { status: 204 }
        await actingFor(settings, request).refuseTakeover({ objectId: user.objectId, name: user.userName })
        await deletePrincipal(settings, { objectId: user.objectId, kind: 'User' }, request.caller)
        return { status: 200, body: userDocument(user) }
      },
    }),
  ]
}

async function putUser(settings: DirectorySettings, request: EndpointRequest) {
  const { db, clock } = settings
  const body = readBody(putSchema, request.body ?? {})
  const name = namedIn(request.address)
  const found = await findUserByNameOrId(db, name)
  if (found !== undefined) return { status: 200, body: userDocument(await updated(settings, request, { found, body })) }
  const generated = body.password === undefined ? readablePassword() : undefined
  const { displayName = name, password = generated, isDisabled = false } = body
  const user = await createUser(db, { userName: name, displayName, password, isDisabled, now: clock.now() })
  return { status: 201, body: userDocument(user, generated) }
}

async function updated(
  settings: DirectorySettings,
  request: EndpointRequest,
  { found, body }: { found: User; body: z.infer<typeof putSchema> },
): Promise<User> {
  const { db, clock } = settings
  const { objectId, userName } = found
  const { displayName, password, isDisabled = found.isDisabled } = body
  if (password !== undefined || isDisabled !== found.isDisabled) {
    await actingFor(settings, request).refuseTakeover({ objectId, name: userName })
  }
  const change = { isDisabled, now: clock.now() }
  if (isDisabled && !found.isDisabled) {
    await keepAnOwner(settings, { principal: objectId }, () => setUserDisabled(db, objectId, change))
  } else if (isDisabled !== found.isDisabled) {
    await setUserDisabled(db, objectId, change)
  }
  if (displayName !== undefined) await setUserDisplayName(db, objectId, displayName)
  if (password !== undefined) await setPassword(db, objectId, { password, now: clock.now() })
  return (await findUser(db, objectId)) ?? found
}

function userDocument({ objectId, userName, displayName, isDisabled, createdAt }: User, password?: string) {
  return {
    id: `/providers/Carrel.Identity/users/${userName}`,
    name: userName,
    type: 'Carrel.Identity/users',
    properties: {
      objectId,
      userName,
      displayName,
      isDisabled,
      createdAt: new Date(createdAt).toISOString(),
      ...(password === undefined ? {} : { password }),
    },
  }
}
