// The outside sign-in service people may come in by. There is one at most, called `default`. Whoever sets it decides who
// is who and who is in which group, so it is for an Owner of everything, whatever other roles say.

import { z } from 'zod'
import { accessOf } from '../../access/authorize.ts'
import { isOwner } from '../../access/may-grant.ts'
import type { Endpoint, EndpointRequest } from '../../arm/endpoint.ts'
import { readBody } from '../../arm/read-body.ts'
import { ArmError } from '../../base/errors.ts'
import { findGroup } from '../../identity/directory/groups.ts'
import { groupsOf } from '../../identity/groups-of.ts'
import { outsideClient } from '../../identity/outside/outside-client.ts'
import {
  deleteOutsideProvider,
  type OutsideProvider,
  outsideRedirectUri,
  readOutsideProvider,
  writeOutsideProvider,
} from '../../identity/outside/outside-provider.ts'
import type { Sealer } from '../../identity/seal.ts'
import {
  type DirectorySettings,
  directoryEndpoint,
  displayNameSchema,
  namedIn,
  namespace,
} from './directory-endpoint.ts'

export interface OutsideProviderSettings extends DirectorySettings {
  readonly sealer: Sealer
  readonly browserEndpoint: string
}

const type = 'outsideProvider'

const putSchema = z.strictObject({
  issuer: z.string().max(1000),
  clientId: z.string().min(1).max(200),
  /** Absent: as it was, for the same issuer and client. */
  clientSecret: z.string().min(1).max(1000).optional(),
  displayName: displayNameSchema.max(60),
  scope: z
    .string()
    .regex(/^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/, 'must be words with one space between')
    .refine((scope) => scope.split(' ').includes('openid'), 'must have openid')
    .default('openid profile'),
  groupMap: z.record(z.string().min(1).max(200), z.string()).default({}),
})

export function outsideProvider(settings: OutsideProviderSettings): Endpoint[] {
  const { db, sealer } = settings
  return [
    directoryEndpoint({
      method: 'GET',
      kind: 'resource',
      type,
      permission: 'read',
      async handle({ address }) {
        requireDefault(namedIn(address))
        const provider = await readOutsideProvider(db, sealer)
        if (provider === undefined) throw none(settings)
        return { status: 200, body: document(provider, settings) }
      },
    }),
    directoryEndpoint({
      method: 'PUT',
      kind: 'resource',
      type,
      permission: 'write',
      async handle(request) {
        requireDefault(namedIn(request.address))
        await requireOwner(settings, request, 'write')
        const previous = await readOutsideProvider(db, sealer)
        const next = await admitted(settings, { body: request.body, previous })
        await writeOutsideProvider(db, sealer, next)
        return { status: previous === undefined ? 201 : 200, body: document(next, settings) }
      },
    }),
    directoryEndpoint({
      method: 'DELETE',
      kind: 'resource',
      type,
      permission: 'delete',
      async handle(request) {
        requireDefault(namedIn(request.address))
        await requireOwner(settings, request, 'delete')
        return { status: (await deleteOutsideProvider(db)) ? 200 : 204 }
      },
    }),
  ]
}

/** What was sent, once the service has answered for itself and every group is there. */
async function admitted(
  { db }: OutsideProviderSettings,
  { body, previous }: { body: unknown; previous: OutsideProvider | undefined },
): Promise<OutsideProvider> {
  const { clientSecret, groupMap, ...rest } = readBody(putSchema, body)
  const isSame = previous?.issuer === rest.issuer && previous.clientId === rest.clientId
  const secret = clientSecret ?? (isSame ? previous.clientSecret : undefined)
  if (secret === undefined) {
    const message = 'clientSecret: the service gave one out for this client; send it.'
    throw new ArmError(400, 'InvalidRequestContent', message, { target: 'clientSecret' })
  }
  const next = { ...rest, clientSecret: secret, groupMap: await existing(db, groupMap) }
  await outsideClient(next)
  return next
}

async function existing(
  db: DirectorySettings['db'],
  groupMap: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const found = await Promise.all(
    Object.entries(groupMap).map(async ([theirs, ours]): Promise<[string, string]> => {
      const group = await findGroup(db, ours)
      if (group !== undefined) return [theirs, group.name]
      const message = `There is no group '${ours.slice(0, 120)}' here to map '${theirs}' to. Make it first.`
      throw new ArmError(400, 'GroupNotFound', message, { target: 'groupMap' })
    }),
  )
  return Object.fromEntries(found)
}

async function requireOwner(
  { db, store }: OutsideProviderSettings,
  { caller, address }: EndpointRequest,
  permission: 'write' | 'delete',
): Promise<void> {
  const access = await accessOf({ store, groupsOf: (objectId) => groupsOf(db, objectId) }, caller.actor)
  if (isOwner(access, '')) return
  const id = address.kind === 'resource' ? address.id : address.parentId
  throw access.refusal(
    `${namespace}/${type}/${permission}`,
    id,
    'only an Owner at the root may, who can do all of it anyway.',
  )
}

function requireDefault(name: string): void {
  if (name.toLowerCase() === 'default') return
  const message = `There is one outside sign-in service at most, and its name is 'default', not '${name.slice(0, 60)}'.`
  throw new ArmError(404, 'OutsideProviderNotFound', message)
}

function none({ browserEndpoint }: OutsideProviderSettings): ArmError {
  const message =
    'People sign in here alone: no outside service is set up. To set one up, register Carrel there with the redirect ' +
    `address '${outsideRedirectUri(browserEndpoint)}', then PUT this.`
  return new ArmError(404, 'OutsideProviderNotFound', message)
}

/** Without the secret. */
function document(
  { issuer, clientId, displayName, scope, groupMap }: OutsideProvider,
  { browserEndpoint }: OutsideProviderSettings,
) {
  const redirectUri = outsideRedirectUri(browserEndpoint)
  return {
    id: `/providers/${namespace}/${type}/default`,
    name: 'default',
    type: `${namespace}/${type}`,
    properties: { issuer, clientId, displayName, scope, groupMap, redirectUri },
  }
}
