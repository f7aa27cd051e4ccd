import { ClientSecretCredential } from '@azure/identity'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createServicePrincipal, setServicePrincipalDisabled } from '../../src/identity/service-principals.ts'
import { signOutEverywhere } from '../../src/identity/sign-out-everywhere.ts'
import { replaceSigningKeys } from '../../src/identity/signing-keys.ts'
import { type IdentityServer, postForm, startIdentityServer } from './identity-server.ts'
import { SmallBrowser } from './small-browser.ts'

let server: IdentityServer
let [tenant, endpoint, pages] = ['', '', '']
beforeAll(async () => {
  server = await startIdentityServer()
  ;({ tenant, endpoint, pages } = server)
})
afterAll(() => server.close())

const secretOfScripts = () => server.people.principal.clientSecret ?? ''
const check = (token: string) => server.identity.checkToken(`Bearer ${token}`)
const post = (path: string, form: Record<string, string>) => postForm(endpoint + path, form)

const secretGrant = (more: Record<string, string> = {}) => ({
  grant_type: 'client_credentials',
  client_id: server.people.principal.clientId,
  client_secret: secretOfScripts(),
  ...more,
})

test('the Azure SDK signs a service principal in and the API accepts its token', async () => {
  const { clientId, objectId } = server.people.principal
  const credential = new ClientSecretCredential(tenant, clientId, secretOfScripts(), {
    authorityHost: endpoint,
    disableInstanceDiscovery: true,
  })
  const { token } = await credential.getToken(`${endpoint}/.default`)
  const principal = await check(token)
  expect(principal).toMatchObject({
    objectId,
    appId: clientId,
    name: 'carrel-scripts',
    kind: 'ServicePrincipal',
    tenantId: tenant,
  })
})

test.each([
  [
    'az',
    '/oauth2/v2.0/token',
    { scope: '{E}//.default', client_info: '1', claims: '{"access_token":{"xms_cc":{"values":["CP1"]}}}' },
  ],
  ['the Python SDK', '/oauth2/v2.0/token', { scope: '{E}/.default' }],
  [
    'the older npm clients',
    '/oauth2/v2.0/token?client-request-id=1',
    { scope: 'https://management.azure.com/.default' },
  ],
  ['the oldest command line', '/oauth2/token', { resource: '{E}/' }],
])('%s gets a token the API accepts', async (_who, path, form) => {
  const spelled = Object.fromEntries(
    Object.entries(form).map(([name, value]) => [name, value.replace('{E}', endpoint)]),
  )
  const { status, body } = await post(`/${tenant}${path}`, secretGrant(spelled))
  expect(status).toBe(200)
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, ext_expires_in: 3600 })
  expect(await check(String(body['access_token']))).toMatchObject({ objectId: server.people.principal.objectId })
})

test('the path may be spelled in any case, with empty segments and under the common names', async () => {
  for (const path of [
    `//${tenant.toUpperCase()}//OAuth2/v2.0/Token`,
    '/organizations/oauth2/v2.0/token',
    '/adfs/oauth2/token',
  ]) {
    expect((await post(path, secretGrant({ scope: `${endpoint}/.default` }))).status, path).toBe(200)
  }
})

test('a wrong secret is refused with 401 invalid_client AADSTS7000215', async () => {
  const { status, body } = await post(`/${tenant}/oauth2/v2.0/token`, secretGrant({ client_secret: 'wrong' }))
  expect(status).toBe(401)
  expect(body).toMatchObject({ error: 'invalid_client', error_codes: [7000215] })
  expect(body['error_description']).toMatch(/^AADSTS7000215: Invalid client secret/)
})

test('an unknown client, tenant, resource and host are refused, each in its own words', async () => {
  const form = secretGrant({ scope: `${endpoint}/.default` })
  const unknownClient = await post(`/${tenant}/oauth2/v2.0/token`, {
    ...form,
    client_id: 'a0000000-0000-0000-0000-000000000000',
  })
  expect([unknownClient.status, unknownClient.body['error_codes']]).toEqual([401, [700016]])
  const unknownTenant = await post('/contoso.example/oauth2/v2.0/token', form)
  expect([unknownTenant.status, unknownTenant.body['error_codes']]).toEqual([400, [90002]])
  const unknownResource = await post(`/${tenant}/oauth2/v2.0/token`, {
    ...form,
    scope: 'https://vault.azure.net/.default',
  })
  expect([unknownResource.status, unknownResource.body['error']]).toEqual([400, 'invalid_resource'])
  const browser = new SmallBrowser(server.ca)
  const foreign = await browser.visit(`${endpoint}/${tenant}/v2.0/.well-known/openid-configuration`, {
    headers: { host: 'evil.example' },
  })
  expect(foreign.status).toBe(421)
})

test('a client that keeps guessing is told to wait, from that address only for that client', async () => {
  using _held = server.clock.hold()
  const { clientId } = await createServicePrincipal(server.database.db, { displayName: 'guessed', now: Date.now() })
  const guess = () =>
    post(`/${tenant}/oauth2/v2.0/token`, { grant_type: 'client_credentials', client_id: clientId, client_secret: 'x' })
  const statuses = []
  for (let attempt = 0; attempt < 21; attempt++) statuses.push((await guess()).status)
  expect(new Set(statuses.slice(0, 20))).toEqual(new Set([401]))
  const refused = await guess()
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await post(`/${tenant}/oauth2/v2.0/token`, secretGrant({ scope: `${endpoint}/.default` }))).status).toBe(200)
})

test('the discovery document names the canonical issuer and keeps the alias', async () => {
  const answer = await fetch(`${endpoint}/organizations/v2.0/.well-known/openid-configuration`)
  expect(await answer.json()).toMatchObject({
    issuer: `${endpoint}/${tenant}/v2.0`,
    token_endpoint: `${endpoint}/organizations/oauth2/v2.0/token`,
    authorization_endpoint: `${pages}/organizations/oauth2/v2.0/authorize`,
  })
  const keys = (await (await fetch(`${endpoint}/common/discovery/v2.0/keys`)).json()) as { keys: object[] }
  expect(keys.keys[0]).toMatchObject({ kty: 'RSA', use: 'sig' })
  expect(keys.keys[0]).not.toHaveProperty('d')
})

test('a token of a principal that was signed out is refused with a claims challenge', async () => {
  const { db } = server.database
  const made = await createServicePrincipal(db, { displayName: 'short-lived', now: Date.now() })
  const form = {
    grant_type: 'client_credentials',
    client_id: made.clientId,
    client_secret: made.clientSecret,
    scope: `${endpoint}/.default`,
  }
  const { body } = await post(`/${tenant}/oauth2/v2.0/token`, form)
  await signOutEverywhere(db, made.objectId, Date.now() + 1)
  await expect(check(String(body['access_token']))).rejects.toMatchObject({
    status: 401,
    headers: { 'WWW-Authenticate': expect.stringContaining('error="insufficient_claims"') },
  })
})

test('a disabled principal gets no token', async () => {
  const { db } = server.database
  const made = await createServicePrincipal(db, { displayName: 'disabled', now: Date.now() })
  await setServicePrincipalDisabled(db, made.objectId, { isDisabled: true, now: Date.now() })
  const form = {
    grant_type: 'client_credentials',
    client_id: made.clientId,
    client_secret: made.clientSecret,
    scope: `${endpoint}/.default`,
  }
  expect((await post(`/${tenant}/oauth2/v2.0/token`, form)).status).toBe(401)
})

test('after the signing keys were replaced old tokens are refused and new ones accepted', async () => {
  const { db } = server.database
  const form = secretGrant({ scope: `${endpoint}/.default` })
  const tokenNow = async () => String((await post(`/${tenant}/oauth2/v2.0/token`, form)).body['access_token'])
  const old = await tokenNow()
  await replaceSigningKeys(db, server.identity.sealer, Date.now())
  server.clock.advance(61_000)
  expect(await check(await tokenNow())).toMatchObject({ kind: 'ServicePrincipal' })
  await expect(check(old)).rejects.toMatchObject({ status: 401 })
})

test('a form that is too large is refused, and the server goes on', async () => {
  const { status } = await post(`/${tenant}/oauth2/v2.0/token`, secretGrant({ padding: 'x'.repeat(70_000) }))
  expect(status).toBe(413)
  expect((await post(`/${tenant}/oauth2/v2.0/token`, secretGrant())).status).toBe(200)
})
