// Making programs and giving them secrets, as `az ad sp create-for-rbac` does: first an application, then a secret for
// it, then the principal. Here the first step makes all of it but the secret, and the last one answers what is there.

import { z } from 'zod'
import { readBody } from '../../arm/read-body.ts'
import { deletePrincipal } from '../../identity/directory/delete-principal.ts'
import { type CredentialLost, keepAnOwnersCredential } from '../../identity/directory/keep-an-owner.ts'
import { addCertificate } from '../../identity/principal-certificates.ts'
import {
  clearClientSecret,
  createSecretless,
  findServicePrincipalByEither,
  resetClientSecret,
  type ServicePrincipal,
} from '../../identity/service-principals.ts'
import { type GraphAnswer, type GraphCall, type GraphRoute, notFoundInGraph } from './graph-call.ts'
import { applicationObject, secretKeyId, servicePrincipalObject } from './graph-documents.ts'
import { callerOf, notOffered, refuseGraphTakeover, requireAction } from './graph-rights.ts'

/** Tools send the lines of a PEM file as they are. */
const base64 = z
  .string()
  .transform((text) => text.replaceAll(/\s/g, ''))
  .pipe(z.base64())
const certificateSchema = z.looseObject({ key: base64, type: z.string().nullish(), usage: z.string().nullish() })
const createSchema = z.strictObject({
  displayName: z.string().trim().min(1).max(120),
  keyCredentials: z.array(certificateSchema).max(10).nullish(),
  signInAudience: z.literal('AzureADMyOrg').nullish(),
})
const changeSchema = z.strictObject({ displayName: z.string().nullish() })
const principalSchema = z.strictObject({ appId: z.guid(), accountEnabled: z.literal(true).nullish() })
const keySchema = z.looseObject({ keyId: z.guid() })
const secretSchema = z.looseObject({
  passwordCredential: z.looseObject({ displayName: z.string().nullish() }).nullish(),
})

export const applicationRoutes: readonly GraphRoute[] = [
  { method: 'POST', path: 'applications', handle: create },
  { method: 'POST', path: 'servicePrincipals', handle: createPrincipal },
  ...['applications', 'servicePrincipals'].flatMap((path): GraphRoute[] => [
    { method: 'PATCH', path: `${path}/*`, handle: change },
    { method: 'DELETE', path: `${path}/*`, handle: remove },
    { method: 'POST', path: `${path}/*/addPassword`, handle: addPassword },
    { method: 'POST', path: `${path}/*/removePassword`, handle: removePassword },
  ]),
]

async function create(call: GraphCall): Promise<GraphAnswer> {
  await requireAction(call, 'servicePrincipals/write')
  const { displayName, keyCredentials } = readBody(createSchema, call.body)
  const { db, clock } = call.settings
  // Whole or not at all.
  const { objectId } = await db.transaction().execute(async (write) => {
    const made = await createSecretless(write, { displayName, now: clock.now() })
    for (const { key } of keyCredentials ?? []) {
      await addCertificate(write, made.objectId, { certificatePem: pemOf(key), now: clock.now() })
    }
    return made
  })
  return { status: 201, object: applicationObject(await found(call, objectId)) }
}

async function createPrincipal(call: GraphCall): Promise<GraphAnswer> {
  await requireAction(call, 'servicePrincipals/write')
  const { appId } = readBody(principalSchema, call.body)
  return { status: 201, object: servicePrincipalObject(await found(call, appId), call.settings.tenantId) }
}

/** The old secret stops with this one: there is one at a time. */
async function addPassword(call: GraphCall): Promise<GraphAnswer> {
  const program = await acted(call, 'servicePrincipals/resetSecret/action')
  const { passwordCredential } = readBody(secretSchema, call.body ?? {})
  const { db, clock } = call.settings
  const secretText = await resetClientSecret(db, program.objectId, clock.now())
  const { secretHash = '' } = await found(call, program.objectId)
  const document = {
    keyId: secretKeyId(secretHash),
    displayName: passwordCredential?.displayName ?? null,
    hint: secretText.slice(0, 3),
    startDateTime: new Date(clock.now()).toISOString(),
    endDateTime: null,
    secretText,
  }
  return { status: 200, document }
}

async function removePassword(call: GraphCall): Promise<GraphAnswer> {
  const { objectId, secretHash } = await acted(call, 'servicePrincipals/resetSecret/action')
  const { keyId } = readBody(keySchema, call.body)
  if (secretHash === undefined || secretKeyId(secretHash) !== keyId.toLowerCase()) throw notFoundInGraph(keyId)
  const { db, clock } = call.settings
  const left: CredentialLost['left'] = (has) => ({ ...has, secretHash: undefined })
  const isCleared = await keepAnOwnersCredential(call.settings, { objectId, left }, () =>
    clearClientSecret(db, objectId, { secretHash, now: clock.now() }),
  )
  if (isCleared) return { status: 204 }
  throw notFoundInGraph(keyId)
}

/** What clients send that find their application made already: the name it has. */
async function change(call: GraphCall): Promise<GraphAnswer> {
  const program = await acted(call, 'servicePrincipals/write')
  const { displayName } = readBody(changeSchema, call.body)
  if (displayName && displayName !== program.displayName) throw notOffered('Another display name for a program')
  return { status: 204 }
}

async function remove(call: GraphCall): Promise<GraphAnswer> {
  const { objectId } = await acted(call, 'servicePrincipals/delete')
  await deletePrincipal(call.settings, { objectId, kind: 'ServicePrincipal' }, callerOf(call))
  return { status: 204 }
}

/** The program in the path, when the caller may do this to it. */
async function acted(call: GraphCall, action: string): Promise<ServicePrincipal> {
  const program = await found(call, call.names[0] ?? '')
  await requireAction(call, action, program.clientId)
  await refuseGraphTakeover(call, applicationObject(program))
  return program
}

async function found({ settings }: GraphCall, id: string): Promise<ServicePrincipal> {
  const program = await findServicePrincipalByEither(settings.db, id)
  if (program === undefined) throw notFoundInGraph(id)
  return program
}

function pemOf(base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
