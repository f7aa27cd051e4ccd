// What somebody tries who wants the tokens of another: codes, refresh tokens, addresses to return to and sessions, used in ways they are not meant for.

import * as oidc from 'openid-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { studioClientId } from '../../src/identity/clients.ts'
import { setUserDisabled } from '../../src/identity/users.ts'
import { type IdentityServer, postForm, startIdentityServer } from './identity-server.ts'
import { SmallBrowser } from './small-browser.ts'

let server: IdentityServer
let [tenant, endpoint, pages] = ['', '', '']
beforeAll(async () => {
  server = await startIdentityServer()
  ;({ tenant, endpoint, pages } = server)
})
afterAll(() => server.close())

const azure = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
const terminal = 'http://localhost:45678'
const studio = () => `${pages}/studio/signed-in`
const redeem = (form: Record<string, string>) => postForm(`${endpoint}/${tenant}/oauth2/v2.0/token`, form)

interface Asked {
  readonly clientId: string
  readonly redirectUri: string
  readonly verifier: string
}

async function authorizeUrl({ clientId, redirectUri, verifier }: Asked, more: Record<string, string> = {}) {
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: `${endpoint}//.default offline_access openid profile`,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: 'state',
    ...more,
  })
  return `${pages}/${tenant}/oauth2/v2.0/authorize?${query}`
}

const verifier = oidc.randomPKCECodeVerifier()
const cli = (redirectUri = terminal): Asked => ({ clientId: azure, redirectUri, verifier })
const web = (redirectUri = studio()): Asked => ({ clientId: studioClientId, redirectUri, verifier })

/** Signs in as ada, and answers the code. */
async function codeFor(asked: Asked, browser = new SmallBrowser(server.ca)): Promise<string> {
  const page = await browser.visit(await authorizeUrl(asked))
  const fields = { user: 'ada', password: server.people.admin.password ?? '' }
  const done = await browser.submit(page, fields, { follow: false })
  const back = await browser.visit(done.headers.location ?? '', { follow: false })
  return new URL(back.headers.location ?? '').searchParams.get('code') ?? ''
}

const codeForm = ({ clientId, redirectUri }: Asked, code: string) => ({
  grant_type: 'authorization_code',
  client_id: clientId,
  code,
  code_verifier: verifier,
  redirect_uri: redirectUri,
})
const refreshForm = (clientId: string, token: unknown) => ({
  grant_type: 'refresh_token',
  client_id: clientId,
  refresh_token: String(token),
  scope: `${endpoint}/.default`,
})

test.each([
  'http://localhost.evil.example',
  'http://localhost:1@evil.example/',
  'http://evil.example@localhost/',
  'http://evil.example:x@localhost:45678',
  'http://localhost#@evil.example',
  'http://localhost/#fragment',
  'http://localhost/elsewhere',
  'http://localhost?x=1',
  'https://localhost',
  'http://LOCALHOST.evil.example',
  'http://127.0.0.1.evil.example',
  'http://127.0.0.2',
  'http://0.0.0.0',
  'http://[::1]',
  'http://localhost\\@evil.example',
  'http://ⓛocalhost.evil.example',
  'http://loc\u0430lhost',
  'javascript:alert(1)//localhost',
  'data:text/html,localhost',
  'http://localhost:99999',
  '//localhost',
])('a terminal cannot have a code sent to %s', async (redirectUri) => {
  const page = await new SmallBrowser(server.ca).visit(await authorizeUrl(cli(redirectUri)), { follow: false })
  expect([page.status, page.headers.location]).toEqual([400, undefined])
})

test.each(['/', '/../evil', '?x=1', '#x', '@evil.example', '.evil.example'])(
  'the web application cannot have one sent to its own address with %s behind it',
  async (behind) => {
    const asked = web(studio() + behind)
    const page = await new SmallBrowser(server.ca).visit(await authorizeUrl(asked), { follow: false })
    expect([page.status, page.headers.location]).toEqual([400, undefined])
  },
)

test.each<[string, Record<string, string>]>([
  ['without its verifier', { code_verifier: '' }],
  ['with another verifier', { code_verifier: oidc.randomPKCECodeVerifier() }],
  ['by another client', { client_id: 'carrel-cli' }],
  ['with another address to return to', { redirect_uri: 'http://localhost:45679' }],
  ['through another field of the older form', { grant_type: 'device_code' }],
])('a code serves nobody %s', async (_how, change) => {
  const form = { ...codeForm(cli(), await codeFor(cli())), ...change }
  const sent = Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''))
  const { status, body, headers } = await redeem(sent)
  expect([status, body['access_token'], headers.get('cache-control')]).toEqual([400, undefined, 'no-store'])
})

test('a code that is redeemed again ends what it was redeemed for', async () => {
  const form = codeForm(cli(), await codeFor(cli()))
  const first = await redeem(form)
  expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'no-store'])
  expect((await redeem(form)).body['error']).toBe('invalid_grant')
  expect((await redeem(refreshForm(azure, first.body['refresh_token']))).body['error']).toBe('invalid_grant')
})

test('a refresh token of the web application serves once, and its reuse ends those that came from it', async () => {
  const first = await redeem(codeForm(web(), await codeFor(web())))
  const second = await redeem(refreshForm(studioClientId, first.body['refresh_token']))
  expect(second.status).toBe(200)
  expect(second.body['refresh_token']).not.toBe(first.body['refresh_token'])
  expect((await redeem(refreshForm(azure, second.body['refresh_token']))).body['error']).toBe('invalid_grant')
  expect((await redeem(refreshForm(studioClientId, first.body['refresh_token']))).body['error']).toBe('invalid_grant')
  expect((await redeem(refreshForm(studioClientId, second.body['refresh_token']))).body['error']).toBe('invalid_grant')
})

test('signing out of the browser ends the refresh tokens of the web application, not those of a terminal', async () => {
  const browser = new SmallBrowser(server.ca)
  const inTerminal = await redeem(codeForm(cli(), await codeFor(cli(), browser)))
  const again = await browser.visit(await authorizeUrl(web()), { follow: false })
  const code = new URL(again.headers.location ?? '').searchParams.get('code') ?? ''
  const inPage = await redeem(codeForm(web(), code))
  expect([inTerminal.status, inPage.status]).toEqual([200, 200])
  await browser.submit(await browser.visit(`${pages}/${tenant}/oauth2/v2.0/logout`), { logout: 'yes' })
  expect((await redeem(refreshForm(studioClientId, inPage.body['refresh_token']))).body['error']).toBe('invalid_grant')
  expect((await redeem(refreshForm(azure, inTerminal.body['refresh_token']))).status).toBe(200)
})

test('nobody is signed out by another page, nor sent to one afterwards', async () => {
  const browser = new SmallBrowser(server.ca)
  await codeFor(web(), browser)
  const logout = `${pages}/${tenant}/oauth2/v2.0/logout`
  const forged = await browser.visit(`${logout}/confirm`, { method: 'POST', form: { logout: 'yes', xsrf: 'guess' } })
  expect(forged.status).toBe(400)
  const query = new URLSearchParams({ post_logout_redirect_uri: 'https://evil.example/', client_id: studioClientId })
  const led = await browser.visit(`${logout}?${query}`, { follow: false })
  expect([led.status, led.headers.location]).toEqual([400, undefined])
  expect((await browser.visit(`${pages}/`)).text).toContain('Ada Lovelace')
})

test('a session that somebody else began is not the one that is signed in', async () => {
  const browser = new SmallBrowser(server.ca)
  const host = new URL(pages).hostname
  const planted = new SmallBrowser(server.ca)
  await codeFor(web(), planted)
  await planted.submit(await planted.visit(`${pages}/${tenant}/oauth2/v2.0/logout`), { logout: 'yes' })
  const before = planted.cookie(host, 'carrel_session')
  await codeFor(web(), planted)
  expect(planted.cookie(host, 'carrel_session')).not.toBe(before)
  const page = await browser.visit(await authorizeUrl(web()))
  const other = await new SmallBrowser(server.ca).visit(page.url)
  expect(other.status).toBe(400)
})

test('whoever is disabled keeps no token and gets none', async () => {
  const { db } = server.database
  const { objectId } = server.people.admin
  const { body } = await redeem(codeForm(cli(), await codeFor(cli())))
  const check = () => server.identity.checkToken(`Bearer ${String(body['access_token'])}`)
  expect(await check()).toMatchObject({ objectId })
  await setUserDisabled(db, objectId, { isDisabled: true, now: Date.now() })
  server.clock.advance(5000)
  await expect(check()).rejects.toMatchObject({ status: 401 })
  expect((await redeem(refreshForm(azure, body['refresh_token']))).body['error']).toBe('invalid_grant')
  await setUserDisabled(db, objectId, { isDisabled: false, now: Date.now() })
  expect((await redeem(refreshForm(azure, body['refresh_token']))).body['error']).toBe('invalid_grant')
})

test('signing out holds against a request that was being answered meanwhile', async () => {
  const browser = new SmallBrowser(server.ca)
  await codeFor(web(), browser)
  const provider = await server.identity.provider()
  const cookie = browser.cookie(new URL(pages).hostname, 'carrel_session') ?? ''
  const thief = new SmallBrowser(server.ca)
  const open = async () => (await thief.visit(`${pages}/`, { headers: { cookie: copied } })).text
  const signature = browser.cookie(new URL(pages).hostname, 'carrel_session.sig') ?? ''
  const copied = `carrel_session=${cookie}; carrel_session.sig=${signature}`
  expect(await open()).toContain('Ada Lovelace')
  // As the library does: read at the beginning of a request, written at its end.
  const session = await provider.Session.find(cookie)
  await browser.submit(await browser.visit(`${pages}/${tenant}/oauth2/v2.0/logout`), { logout: 'yes' })
  await session?.save(3600)
  expect(session?.accountId).toBe(server.people.admin.objectId)
  expect(await open()).not.toContain('Ada Lovelace')
})

test('a sign-in that was ended everywhere shows nobody, though its session is written once more', async () => {
  const { db } = server.database
  const browser = new SmallBrowser(server.ca)
  await codeFor(web(), browser)
  expect((await browser.visit(`${pages}/account`)).text).toContain('Ada Lovelace')
  // As a request leaves it that was being answered meanwhile.
  const ended = db.updateTable('users').set({ valid_from: server.clock.now() + 2000 })
  await ended.where('object_id', '=', server.people.admin.objectId).execute()
  expect((await browser.visit(`${pages}/`)).text).not.toContain('Ada Lovelace')
  expect((await browser.visit(`${pages}/account`)).text).toContain('name="password"')
})

test('a code typed into a form that was never shown is asked for again', async () => {
  const form = { user_code: 'BCDF-GHJK', confirm: 'yes', xsrf: '' }
  const page = await new SmallBrowser(server.ca).visit(`${pages}/${tenant}/oauth2/deviceauth`, { method: 'POST', form })
  expect([page.status, page.text.includes('Enter the code again')]).toEqual([400, true])
})

test('whoever only looks at pages with forms leaves little behind, and not for long', async () => {
  using _held = server.clock.hold()
  const { db } = server.database
  const kept = async () => db.selectFrom('oidc').selectAll().where('account_id', 'is', null).execute()
  for (const page of ['oauth2/deviceauth', 'oauth2/v2.0/logout']) {
    server.clock.advance(120_000)
    const before = new Set((await kept()).map(({ id }) => id))
    const look = () => new SmallBrowser(server.ca).visit(`${pages}/${tenant}/${page}`)
    expect((await look()).status).toBe(200)
    for (const { id, expires_at: until } of await kept()) {
      if (!before.has(id)) expect(until).toBeLessThanOrEqual(server.clock.now() + 3_600_000)
    }
    let last = await look()
    for (let count = 0; count < 400 && last.status !== 429; count++) last = await look()
    expect(last.status).toBe(429)
  }
})
