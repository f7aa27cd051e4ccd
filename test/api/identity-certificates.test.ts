import { randomUUID } from 'node:crypto'
import { ClientCertificateCredential } from '@azure/identity'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addCertificate, removeCertificate } from '../../src/identity/principal-certificates.ts'
import { createServicePrincipal, setServicePrincipalDisabled } from '../../src/identity/service-principals.ts'
import { makeCertificate, type TestCertificate } from '../support/make-certificate.ts'
import { type IdentityServer, postForm, startIdentityServer } from './identity-server.ts'

let server: IdentityServer
let [tenant, endpoint] = ['', '']
let own: TestCertificate
let foreign: TestCertificate
beforeAll(async () => {
  server = await startIdentityServer()
  ;({ tenant, endpoint } = server)
  own = await makeCertificate()
  foreign = await makeCertificate()
})
afterAll(() => server.close())

let program: Awaited<ReturnType<typeof createServicePrincipal>>
beforeEach(async () => {
  const { db } = server.database
  program = await createServicePrincipal(db, { displayName: 'a program', now: Date.now() })
  await addCertificate(db, program.objectId, { certificatePem: own.certificatePem, now: Date.now() })
})

interface Signing {
  readonly by?: TestCertificate
  readonly alg?: string
  readonly head?: Record<string, string>
  readonly claims?: Record<string, unknown>
  readonly path?: string
}

function assertion({ by = own, alg = 'RS256', head = { x5t: by.x5t }, claims = {}, path }: Signing = {}) {
  const now = Math.floor(Date.now() / 1000)
  const aud = endpoint + (path ?? `/${tenant}/oauth2/v2.0/token`)
  const said = { aud, iss: program.clientId, sub: program.clientId, jti: randomUUID(), iat: now, exp: now + 600 }
  return new SignJWT({ ...said, ...claims }).setProtectedHeader({ alg, typ: 'JWT', ...head }).sign(by.privateKey)
}

function redeem(jwt: string, form: Record<string, string> = {}, path = `/${tenant}/oauth2/v2.0/token`) {
  return postForm(endpoint + path, {
    client_id: program.clientId,
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: jwt,
    ...(path.includes('v2.0') ? { scope: `${endpoint}/.default` } : { resource: `${endpoint}/` }),
    ...form,
  })
}

test.each([
  ['MSAL', 'RS256', () => ({ x5t: own.x5t })],
  ['MSAL, which pads', 'RS256', () => ({ x5t: `${own.x5t}=` })],
  ['newer MSAL', 'PS256', () => ({ 'x5t#S256': own.x5tS256 })],
  ['a client that names the key by thumbprint', 'RS256', () => ({ kid: own.thumbprint })],
  ['a client that names the key by both', 'RS256', () => ({ kid: own.thumbprint, x5t: own.x5t })],
  ['a client that names the key in base64', 'PS256', () => ({ kid: own.x5t })],
  ['a client that names no key', 'RS256', () => ({})],
])('%s signs in with %s', async (_who, alg, head) => {
  const { status, body } = await redeem(await assertion({ alg, head: head() }))
  expect([status, body['error_description']]).toEqual([200, undefined])
  const principal = await server.identity.checkToken(`Bearer ${String(body['access_token'])}`)
  expect(principal).toMatchObject({ objectId: program.objectId, kind: 'ServicePrincipal' })
})

test.each([
  '/{tenant}/oauth2/v2.0/token',
  '/{tenant}/oauth2/token',
  '/adfs/oauth2/token',
  '/organizations/oauth2/v2.0/token',
])('an assertion for %s counts there and at any other spelling', async (spelling) => {
  const path = spelling.replace('{tenant}', tenant)
  expect((await redeem(await assertion({ path }), {}, path)).status).toBe(200)
  expect((await redeem(await assertion({ path }))).status).toBe(200)
})

test.each<[string, number, () => Promise<Signing>]>([
  ['for another token endpoint', 700023, async () => ({ claims: { aud: 'https://login.example/token' } })],
  ['of an hour ago', 700024, async () => ({ claims: { exp: Math.floor(Date.now() / 1000) - 60 } })],
  ['that is not valid yet', 700024, async () => ({ claims: { nbf: Math.floor(Date.now() / 1000) + 600 } })],
  ['that would count for years', 700024, async () => ({ claims: { exp: Math.floor(Date.now() / 1000) + 1e8 } })],
  ['of a certificate that was never added', 700027, async () => ({ by: foreign })],
  ['of a key under the name of another', 700027, async () => ({ by: foreign, head: { x5t: own.x5t } })],
  ['of a key that names nothing', 700027, async () => ({ by: foreign, head: {} })],
  ['without an id', 7000218, async () => ({ claims: { jti: undefined } })],
  ['in the name of another', 7000218, async () => ({ claims: { iss: randomUUID() } })],
  ['signed in a way not offered', 7000218, async () => ({ alg: 'RS512' })],
])('an assertion %s is refused with AADSTS%i', async (_what, code, signing) => {
  const { status, body } = await redeem(await assertion(await signing()))
  expect([status, body['error'], body['error_codes']]).toEqual([401, 'invalid_client', [code]])
})

test('an assertion serves once for each API, whoever presents it and at the same moment too', async () => {
  const jwt = await assertion()
  const answers = await Promise.all(Array.from({ length: 20 }, () => redeem(jwt)))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 401)])
  const refused = answers.find(({ status }) => status === 401)
  expect(refused?.body['error_codes']).toEqual([700024])
  server.clock.advance(120_000)
  // The same API under another name is the same API; another one is not.
  expect((await redeem(jwt, { scope: 'https://management.azure.com/.default' })).status).toBe(401)
  expect((await redeem(jwt, { scope: 'https://ml.azure.com/.default' })).status).toBe(200)
  expect((await redeem(jwt, { scope: 'https://graph.microsoft.com/.default' })).status).toBe(200)
})

test('a certificate stops counting when it expires, and says so', async () => {
  const { db } = server.database
  const short = await makeCertificate({ validDays: 1 })
  await addCertificate(db, program.objectId, { certificatePem: short.certificatePem, now: Date.now() })
  expect((await redeem(await assertion({ by: short }))).status).toBe(200)
  const column = db.updateTable('service_principals').where('object_id', '=', program.objectId)
  const { certificates } = await db
    .selectFrom('service_principals')
    .select('certificates')
    .where('object_id', '=', program.objectId)
    .executeTakeFirstOrThrow()
  const aged = (certificates ?? '').replaceAll(/"notAfter":\d+/g, `"notAfter":${Date.now() - 1}`)
  await column.set({ certificates: aged }).execute()
  const { status, body } = await redeem(await assertion({ by: short }))
  expect([status, body['error_codes']]).toEqual([401, [700027]])
  expect(body['error_description']).toContain('has expired')
})

test('a removed certificate, and any of a disabled principal, is refused; the secret stays', async () => {
  const { db } = server.database
  const { body } = await redeem(await assertion())
  const removal = { thumbprint: own.thumbprint.toLowerCase(), now: Date.now() + 1 }
  expect(await removeCertificate(db, program.objectId, removal)).toBe(true)
  expect(await removeCertificate(db, program.objectId, removal)).toBe(false)
  await expect(server.identity.checkToken(`Bearer ${String(body['access_token'])}`)).rejects.toMatchObject({
    status: 401,
    headers: { 'WWW-Authenticate': expect.stringContaining('insufficient_claims') },
  })
  expect((await redeem(await assertion())).body['error_codes']).toEqual([700027])
  const secret = { grant_type: 'client_credentials', client_id: program.clientId, client_secret: program.clientSecret }
  expect((await postForm(`${endpoint}/${tenant}/oauth2/v2.0/token`, secret)).status).toBe(200)

  await addCertificate(db, program.objectId, { certificatePem: own.certificatePem, now: Date.now() })
  await setServicePrincipalDisabled(db, program.objectId, { isDisabled: true, now: Date.now() })
  expect((await redeem(await assertion())).body['error_codes']).toEqual([700016])
})

test('what is no certificate of one RSA key, or brings its private key along, is not kept', async () => {
  const { db } = server.database
  const add = (certificatePem: string) => addCertificate(db, program.objectId, { certificatePem, now: Date.now() })
  for (const [pem, sentence] of [
    ['', /exactly one/],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', /cannot be read/],
    [own.certificatePem + foreign.certificatePem, /exactly one/],
    [own.keyPem + own.certificatePem, /private key/],
    [(await makeCertificate({ bits: 1024 })).certificatePem, /2048/],
    [(await makeCertificate({ validDays: -0.5 })).certificatePem, /expired/],
  ] as const) {
    await expect(add(pem)).rejects.toMatchObject({
      status: 400,
      code: 'InvalidCertificate',
      message: expect.stringMatching(sentence),
    })
  }
  await expect(
    addCertificate(db, randomUUID(), { certificatePem: own.certificatePem, now: Date.now() }),
  ).rejects.toMatchObject({ status: 404 })
})

test('the Azure SDK signs in with a certificate, and gets a token for another API with the same credential', async () => {
  const credential = new ClientCertificateCredential(
    tenant,
    program.clientId,
    { certificate: own.keyPem + own.certificatePem },
    { authorityHost: endpoint, disableInstanceDiscovery: true },
  )
  const { token } = await credential.getToken(`${endpoint}/.default`)
  expect(await server.identity.checkToken(`Bearer ${token}`)).toMatchObject({ objectId: program.objectId })
  const graph = await credential.getToken('https://graph.microsoft.com/.default')
  expect(await server.identity.checkGraphToken(`Bearer ${graph.token}`)).toMatchObject({ objectId: program.objectId })
  await expect(server.identity.checkToken(`Bearer ${graph.token}`)).rejects.toMatchObject({ status: 401 })
})
