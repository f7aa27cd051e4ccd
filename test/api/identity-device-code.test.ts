import { DeviceCodeCredential } from '@azure/identity'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signOutEverywhere } from '../../src/identity/sign-out-everywhere.ts'
import { type IdentityServer, postForm, startIdentityServer } from './identity-server.ts'
import { type Page, SmallBrowser } from './small-browser.ts'

let server: IdentityServer
let [tenant, endpoint, pages] = ['', '', '']
beforeAll(async () => {
  server = await startIdentityServer()
  ;({ tenant, endpoint, pages } = server)
})
afterAll(() => server.close())

const clientId = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
const urn = 'urn:ietf:params:oauth:grant-type:device_code'
const post = (path: string, form: Record<string, string>) => postForm(endpoint + path, form)
const check = (token: unknown) => server.identity.checkToken(`Bearer ${String(token)}`)

async function begin(path: string, form: Record<string, string>): Promise<{ userCode: string; deviceCode: string }> {
  const { status, body } = await post(path, { client_id: clientId, ...form })
  expect(status).toBe(200)
  return { userCode: String(body['user_code']), deviceCode: String(body['device_code']) }
}

/** As far as the page that shows what is let in. */
async function confirmPage(browser: SmallBrowser, userCode: string): Promise<Page> {
  return browser.submit(await browser.visit(`${pages}/devicelogin`), { user_code: userCode })
}

async function letIn(userCode: string): Promise<Page> {
  const browser = new SmallBrowser(server.ca)
  const login = await browser.submit(await confirmPage(browser, userCode), {})
  return browser.submit(login, { user: 'ada', password: server.people.admin.password ?? '' })
}

const scope = () => `${endpoint}//.default offline_access openid profile`

test.each([
  [
    'az',
    'organizations',
    '/oauth2/v2.0/',
    () => ({ scope: scope() }),
    (code: string) => ({ grant_type: urn, device_code: code, code }),
  ],
  [
    'az with a tenant',
    '{tenant}',
    '/oauth2/v2.0/',
    () => ({ scope: scope() }),
    (code: string) => ({ grant_type: urn, device_code: code }),
  ],
  [
    'the npm credential',
    'common',
    '/oauth2/v2.0/',
    () => ({ scope: scope() }),
    (code: string) => ({ grant_type: 'device_code', device_code: code }),
  ],
  [
    'MSAL at an AD FS authority',
    'adfs',
    '/oauth2/',
    () => ({ scope: scope() }),
    (code: string) => ({ grant_type: urn, device_code: code }),
  ],
  [
    'ADAL',
    'adfs',
    '/oauth2/',
    () => ({ resource: `${endpoint}/` }),
    (code: string) => ({ grant_type: 'device_code', code, resource: `${endpoint}/` }),
  ],
])('%s signs a person in with a code typed elsewhere', async (_who, alias, version, asked, redeem) => {
  const base = `/${alias.replace('{tenant}', tenant)}${version}`
  const { userCode, deviceCode } = await begin(`${base}devicecode`, asked())
  const token = () => post(`${base}token`, { client_id: clientId, client_info: '1', ...redeem(deviceCode) })

  const pending = await token()
  expect([pending.status, pending.body['error'], pending.body['error_codes']]).toEqual([
    400,
    'authorization_pending',
    [70016],
  ])
  expect((await letIn(userCode)).text).toContain('All done')
  const { status, body } = await token()
  expect([status, body['expires_in'], body['token_type']]).toEqual([200, 3600, 'Bearer'])
  expect(decodeJwt(String(body['id_token']))).toMatchObject({
    aud: clientId,
    tid: tenant,
    preferred_username: 'ada',
    upn: 'ada',
  })
  expect(await check(body['access_token'])).toMatchObject({ name: 'ada', kind: 'User', appId: clientId })

  const again = await token()
  expect([again.status, again.body['error']]).toEqual([400, 'invalid_grant'])
})

test('the older form of the answer says when the token expires and for what it is', async () => {
  const form = { client_id: clientId, resource: `${endpoint}/` }
  const { userCode, deviceCode } = await begin('/adfs/oauth2/devicecode', form)
  await letIn(userCode)
  const { body } = await post('/adfs/oauth2/token', { ...form, grant_type: 'device_code', code: deviceCode })
  expect(body).toMatchObject({ expires_on: expect.stringMatching(/^\d{10}$/), resource: `${endpoint}/` })
  const refresh = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']), client_id: clientId }
  for (const [resource, audience] of [
    [`${endpoint}/`, `${endpoint}/`],
    ['https://graph.windows.net/', 'https://graph.windows.net/'],
    ['https://management.core.windows.net/', 'https://management.core.windows.net/'],
  ] as const) {
    const again = await post('/adfs/oauth2/token', { ...refresh, resource })
    expect([decodeJwt(String(again.body['access_token'])).aud, again.body['resource']]).toEqual([audience, resource])
  }
})

test('the Azure SDK signs a person in, and gets a token for another API without asking again', async () => {
  const asked: string[] = []
  const credential = new DeviceCodeCredential({
    tenantId: tenant,
    clientId,
    authorityHost: endpoint,
    disableInstanceDiscovery: true,
    async userPromptCallback({ userCode, verificationUri }) {
      asked.push(verificationUri)
      await letIn(userCode)
    },
  })
  const { token } = await credential.getToken(`${endpoint}/.default`)
  expect(await check(token)).toMatchObject({ name: 'ada' })
  const other = await credential.getToken('https://ml.azure.com/.default')
  expect(decodeJwt(other.token).aud).toBe('https://ml.azure.com/')
  expect(asked).toEqual([`${pages}/devicelogin`])
})

test('signing out everywhere ends the token, the refresh token and the code nobody has fetched tokens for yet', async () => {
  const token = (form: Record<string, string>) =>
    post('/organizations/oauth2/v2.0/token', { client_id: clientId, ...form })
  const [fetched, waiting] = [
    await begin('/organizations/oauth2/v2.0/devicecode', { scope: scope() }),
    await begin('/organizations/oauth2/v2.0/devicecode', { scope: scope() }),
  ]
  await letIn(fetched.userCode)
  await letIn(waiting.userCode)
  const { body } = await token({ grant_type: urn, device_code: fetched.deviceCode })
  expect(await check(body['access_token'])).toMatchObject({ name: 'ada' })

  await signOutEverywhere(server.database.db, server.people.admin.objectId, server.clock.now())
  server.clock.advance(2000)
  await expect(check(body['access_token'])).rejects.toMatchObject({
    headers: { 'WWW-Authenticate': expect.stringContaining('error="insufficient_claims"') },
  })
  const refreshed = await token({ grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) })
  expect([refreshed.status, refreshed.body['error'], refreshed.body['error_codes']]).toEqual([
    400,
    'invalid_grant',
    [50173],
  ])
  const late = await token({ grant_type: urn, device_code: waiting.deviceCode })
  expect([late.status, late.body['error']]).toEqual([400, 'invalid_grant'])
})

test('the answer to a terminal names our page, a short interval and no link that carries the code', async () => {
  const { body } = await post('/organizations/oauth2/v2.0/devicecode', { client_id: clientId, scope: scope() })
  expect(body).toEqual({
    device_code: expect.any(String),
    user_code: expect.stringMatching(/^[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}$/),
    verification_uri: `${pages}/devicelogin`,
    verification_url: `${pages}/devicelogin`,
    expires_in: 900,
    interval: 1,
    message: expect.stringContaining(String(body['user_code'])),
  })
})

test('every discovery document says where device codes are', async () => {
  for (const [alias, path] of [
    [tenant, '/oauth2/v2.0/devicecode'],
    ['organizations', '/oauth2/v2.0/devicecode'],
    ['adfs', '/oauth2/devicecode'],
  ]) {
    const version = alias === 'adfs' ? '' : '/v2.0'
    const document = await (await fetch(`${endpoint}/${alias}${version}/.well-known/openid-configuration`)).json()
    expect(document).toMatchObject({ device_authorization_endpoint: `${endpoint}/${alias}${path}` })
  }
})

test('before anybody signs in, the page says what is let in, from where and since when', async () => {
  const { userCode } = await begin('/organizations/oauth2/v2.0/devicecode', { scope: scope() })
  const browser = new SmallBrowser(server.ca)
  const start = await browser.visit(`${pages}/devicelogin?user_code=${userCode}&otc=${userCode}`)
  expect(start.text).not.toContain(userCode)
  const page = await browser.submit(start, { user_code: userCode.toLowerCase().replace('-', '') })
  for (const fact of ['Azure CLI', userCode, '127.0.0.1', 'less than a minute ago']) expect(page.text).toContain(fact)
  expect(page.headers['content-security-policy']).toMatch(
    /default-src 'none'.*frame-ancestors 'none'.*form-action 'self'/,
  )
  expect(page.headers['cache-control']).toBe('no-store')
})

test('whoever is signed in already is asked again before a terminal is let in', async () => {
  const { userCode } = await begin('/organizations/oauth2/v2.0/devicecode', { scope: scope() })
  const browser = new SmallBrowser(server.ca)
  const app = await browser.visit(`${pages.replace('carrel.', 'ada-lab.')}/.carrel/login`)
  await browser.submit(app, { user: 'ada', password: server.people.admin.password ?? '' })
  const next = await browser.submit(await confirmPage(browser, userCode), {})
  expect(next.text).toContain('name="password"')
})

test('a declined request ends the wait of the terminal', async () => {
  const { userCode, deviceCode } = await begin('/organizations/oauth2/v2.0/devicecode', { scope: scope() })
  const browser = new SmallBrowser(server.ca)
  const declined = await browser.submit(await confirmPage(browser, userCode), { abort: 'yes' })
  expect(declined.text).toContain('Request declined')
  const answer = await post('/organizations/oauth2/v2.0/token', {
    client_id: clientId,
    grant_type: urn,
    device_code: deviceCode,
  })
  expect([answer.status, answer.body['error']]).toEqual([400, 'access_denied'])
})

test('a terminal that asks too often is told to slow down, and still gets in', async () => {
  using _held = server.clock.hold()
  const { userCode, deviceCode } = await begin('/organizations/oauth2/v2.0/devicecode', { scope: scope() })
  const ask = () =>
    post('/organizations/oauth2/v2.0/token', { client_id: clientId, grant_type: urn, device_code: deviceCode })
  const answers = await Promise.all(Array.from({ length: 20 }, ask))
  expect(new Set(answers.map(({ body }) => body['error']))).toEqual(new Set(['authorization_pending', 'slow_down']))
  await letIn(userCode)
  server.clock.advance(5000)
  expect((await ask()).status).toBe(200)
})

test('codes nobody waits with are counted against the address', async () => {
  using _held = server.clock.hold()
  const browser = new SmallBrowser(server.ca)
  const outcomes: [number, boolean][] = []
  for (let count = 0; count < 11; count++) {
    const page = await confirmPage(browser, 'BBBB-BBBB')
    outcomes.push([page.status, page.text.includes('No terminal is waiting')])
    if (page.status === 429) expect(Number(page.headers['retry-after'])).toBeGreaterThan(0)
  }
  expect(outcomes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => [200, true]))
  expect(outcomes[10]).toEqual([429, false])
  // A new browser at the same address is no way round.
  expect((await confirmPage(new SmallBrowser(server.ca), 'BBBB-BBBC')).status).toBe(429)
  server.clock.advance(120_000)
})

test('an address that asks for very many codes has to wait', async () => {
  using _held = server.clock.hold()
  const ask = () => post('/organizations/oauth2/v2.0/devicecode', { client_id: clientId, scope: scope() })
  let last = await ask()
  for (let count = 0; count < 20 && last.status === 200; count++) last = await ask()
  expect([last.status, last.body['error_codes']]).toEqual([429, [90055]])
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
  server.clock.advance(120_000)
})
