// Programs that sign in by themselves. A secret is in the answer that makes it and nowhere else.

import { z } from 'zod'
import type { Endpoint, EndpointRequest } from '../../arm/endpoint.ts'
import { readBody } from '../../arm/read-body.ts'
import { ArmError } from '../../base/errors.ts'
import { deletePrincipal } from '../../identity/directory/delete-principal.ts'
import { type CredentialLost, keepAnOwnersCredential } from '../../identity/directory/keep-an-owner.ts'
import { addCertificate, removeCertificate, type StoredCertificate } from '../../identity/principal-certificates.ts'
import {
  createServicePrincipal,
  findServicePrincipalByEither,
  listServicePrincipals,
  resetClientSecret,
  type ServicePrincipal,
} from '../../identity/service-principals.ts'
import { signOutEverywhere } from '../../identity/sign-out-everywhere.ts'
import { actingFor } from './acting-for.ts'
import {
  type DirectorySettings,
  directoryEndpoint,
  displayNameSchema,
  namedIn,
  notInDirectory,
} from './directory-endpoint.ts'

const type = 'servicePrincipals'
const createSchema = z.strictObject({ displayName: displayNameSchema })
const certificateSchema = z.strictObject({
  certificate: z
    .string()
    .min(1)
    .max(32 * 1024),
})
const thumbprintSchema = z.strictObject({ thumbprint: z.string().regex(/^[0-9a-f]{40}$/i) })

export function servicePrincipals(settings: DirectorySettings): Endpoint[] {
  const { db } = settings
  return [
    directoryEndpoint({
      method: 'GET',
      kind: 'collection',
      type,
      permission: 'read',
      handle: async () => ({ status: 200, body: { value: (await listServicePrincipals(db)).map(principalDocument) } }),
    }),
    directoryEndpoint({
      method: 'POST',
      kind: 'collection',
      type,
      permission: 'write',
      handle: (request) => create(settings, request),
    }),
    directoryEndpoint({
      method: 'GET',
      kind: 'resource',
      type,
      permission: 'read',
      isOwn: (address, { actor }) => namedIn(address).toLowerCase() === actor.objectId.toLowerCase(),
      handle: async (request) => ({ status: 200, body: principalDocument(await principalIn(settings, request)) }),
    }),
    directoryEndpoint({
      method: 'DELETE',
      kind: 'resource',
      type,
      permission: 'delete',
      async handle(request) {
        const found = await findServicePrincipalByEither(db, namedIn(request.address))
        if (found === undefined) return { status: 204 }
        await actingFor(settings, request).refuseTakeover({ objectId: found.objectId, name: found.displayName })
        await deletePrincipal(settings, { objectId: found.objectId, kind: 'ServicePrincipal' }, request.caller)
        return { status: 200, body: principalDocument(found) }
      },
    }),
    ...credentials(settings),
  ]
}

/** What it signs in with, and the end of what was signed in. */
function credentials(settings: DirectorySettings): Endpoint[] {
  const { db, clock, tenantId } = settings
  const verb = { method: 'POST', kind: 'collection', permission: 'action' } as const
  return [
    directoryEndpoint({
      ...verb,
      type: `${type}/resetSecret`,
      async handle(request) {
        const { clientId, objectId, displayName } = await principalIn(settings, request)
        await actingFor(settings, request).refuseTakeover({ objectId, name: displayName })
        const clientSecret = await resetClientSecret(db, objectId, clock.now())
        return { status: 200, body: { clientId, clientSecret, objectId, tenantId } }
      },
    }),
    directoryEndpoint({
      ...verb,
      type: `${type}/addCertificate`,
      async handle(request) {
        const { certificate } = readBody(certificateSchema, request.body)
        const { objectId, displayName } = await principalIn(settings, request)
        await actingFor(settings, request).refuseTakeover({ objectId, name: displayName })
        const added = await addCertificate(db, objectId, { certificatePem: certificate, now: clock.now() })
        return { status: 200, body: certificateDocument(added) }
      },
    }),
    directoryEndpoint({
      ...verb,
      type: `${type}/removeCertificate`,
      async handle(request) {
        const { thumbprint } = readBody(thumbprintSchema, request.body)
        const { objectId, clientId, displayName } = await principalIn(settings, request)
        await actingFor(settings, request).refuseTakeover({ objectId, name: displayName })
        const left: CredentialLost['left'] = ({ secretHash, certificates }) => ({
          secretHash,
          certificates: certificates.filter((each) => each.thumbprint !== thumbprint.toUpperCase()),
        })
        const isFound = await keepAnOwnersCredential(settings, { objectId, left }, () =>
          removeCertificate(db, objectId, { thumbprint, now: clock.now() }),
        )
        if (isFound) return { status: 204 }
        throw new ArmError(404, 'CertificateNotFound', `'${clientId}' has no certificate '${thumbprint}'.`)
      },
    }),
    directoryEndpoint({
      ...verb,
      type: `${type}/signOut`,
      async handle(request) {
        const { objectId } = await principalIn(settings, request)
        await signOutEverywhere(db, objectId, clock.now())
        return { status: 204 }
      },
    }),
  ]
}

async function create({ db, clock, tenantId }: DirectorySettings, { body }: EndpointRequest) {
  const { displayName } = readBody(createSchema, body)
  const { clientId, clientSecret, objectId } = await createServicePrincipal(db, { displayName, now: clock.now() })
  return { status: 201, body: { clientId, clientSecret, objectId, tenantId, displayName } }
}

async function principalIn({ db }: DirectorySettings, { address }: EndpointRequest): Promise<ServicePrincipal> {
  const found = await findServicePrincipalByEither(db, namedIn(address))
  if (found === undefined) throw notInDirectory('ServicePrincipal', namedIn(address))
  return found
}

function principalDocument(principal: ServicePrincipal) {
  const { objectId, clientId, displayName, isDisabled, createdAt, secretHash, certificates } = principal
  return {
    id: `/providers/Carrel.Identity/servicePrincipals/${clientId}`,
    name: clientId,
    type: 'Carrel.Identity/servicePrincipals',
    properties: {
      objectId,
      clientId,
      displayName,
      isDisabled,
      hasSecret: secretHash !== undefined,
      certificates: certificates.map(certificateDocument),
      createdAt: new Date(createdAt).toISOString(),
    },
  }
}

function certificateDocument({ thumbprint, subject, notBefore, notAfter }: StoredCertificate) {
  return {
    thumbprint,
    subject,
    notBefore: new Date(notBefore).toISOString(),
    notAfter: new Date(notAfter).toISOString(),
  }
}
