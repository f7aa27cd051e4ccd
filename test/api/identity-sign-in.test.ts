import { decodeJwt } from 'jose'
import * as oidc from 'openid-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findAppSession, liveAppSessions } from '../../src/identity/app-session.ts'
import { signOutEverywhere } from '../../src/identity/sign-out-everywhere.ts'
import { createUser } from '../../src/identity/users.ts'
import { slowAnswers } from '../support/slow-answers.ts'
import { type IdentityServer, postForm, startIdentityServer } from './identity-server.ts'
import { type Page, SmallBrowser } from './small-browser.ts'

let server: IdentityServer
let [tenant, endpoint, pages] = ['', '', '']
beforeAll(async () => {
  server = await startIdentityServer()
  ;({ tenant, endpoint, pages } = server)
})
afterAll(() => server.close())

const passwordOfAda = () => server.people.admin.password ?? ''
const check = (token: string) => server.identity.checkToken(`Bearer ${token}`)
const post = (path: string, form: Record<string, string>) => postForm(endpoint + path, form)

/** Through the sign-in page with name and password. */
async function signIn(browser: SmallBrowser, address: string, password = passwordOfAda(), user = 'ada') {
  return browser.submit(await browser.visit(address), { user, password })
}

test('the Azure command line signs a person in through the browser and gets a token for the API', async () => {
  const browser = new SmallBrowser(server.ca)
  const { verifier, url, clientId } = await cliSignIn()
  const page = await browser.visit(url)
  expect(page.headers['content-security-policy']).toContain("form-action 'self' http://localhost:45678")
  expect(page.text).toContain('Azure CLI')
  const code = await codeAfter(browser, page, 'ADA')
  const path = '/organizations/oauth2/v2.0/token'
  const form = { client_id: clientId, client_info: '1', scope: `${endpoint}//.default offline_access openid profile` }
  const redeem = {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: 'http://localhost:45678',
  }
  const { body } = await post(path, { ...form, ...redeem })
  expect(decodeJwt(String(body['id_token']))).toMatchObject({
    preferred_username: 'ada',
    name: 'Ada Lovelace',
    tid: tenant,
  })
  expect(String(body['scope']).split(' ')).toEqual(
    expect.arrayContaining([`${endpoint}//.default`, `${endpoint}/.default`]),
  )
  const info = JSON.parse(Buffer.from(String(body['client_info']), 'base64url').toString()) as unknown
  expect(info).toEqual({ uid: server.people.admin.objectId, utid: tenant })
  expect(await check(String(body['access_token']))).toMatchObject({ name: 'ada', kind: 'User' })

  const refresh = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) }
  const again = await post(path, { ...form, ...refresh })
  expect(await check(String(again.body['access_token']))).toMatchObject({ name: 'ada', kind: 'User' })
  // The same refresh token serves another API, and still works after it was used.
  const other = await post(path, { ...form, ...refresh, scope: 'https://ml.azure.com/.default' })
  expect(decodeJwt(String(other.body['access_token'])).aud).toBe('https://ml.azure.com/')
  await expect(check(String(other.body['access_token']))).rejects.toMatchObject({ status: 401 })
})

test('a native client is never signed in silently', async () => {
  const browser = new SmallBrowser(server.ca)
  expect((await signIn(browser, await homeSignIn(browser))).text).toContain('You are signed in')
  const { url } = await cliSignIn()
  expect((await browser.visit(url)).text).toContain('name="password"')
})

test('of twenty that redeem a code at once one gets tokens', async () => {
  const browser = new SmallBrowser(server.ca)
  const { verifier, url, clientId } = await cliSignIn()
  const code = await codeAfter(browser, await browser.visit(url))
  const form = {
    grant_type: 'authorization_code',
    client_id: clientId,
    code,
    code_verifier: verifier,
    redirect_uri: 'http://localhost:45678',
  }
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(`/${tenant}/oauth2/v2.0/token`, form)))
  const statuses = answers.map((answer) => answer.status).sort()
  expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 400)])
  expect(answers.find((answer) => answer.status === 400)?.body['error']).toBe('invalid_grant')
})

test('without PKCE, with the plain method or to a foreign address nobody is signed in', async () => {
  const browser = new SmallBrowser(server.ca)
  const { url } = await cliSignIn()
  for (const change of [
    (u: URL) => u.searchParams.delete('code_challenge'),
    (u: URL) => u.searchParams.set('code_challenge_method', 'plain'),
    (u: URL) => u.searchParams.set('redirect_uri', 'http://evil.example'),
    (u: URL) => u.searchParams.set('response_type', 'token'),
  ]) {
    const changed = new URL(url)
    change(changed)
    const page = await browser.visit(changed, { follow: false })
    expect(page.headers.location ?? '').not.toMatch(/code=|\/login\//)
    expect(page.headers.location ?? '').not.toContain('evil.example')
  }
})

test('an app is opened with one sign-in, the next one without asking, and signing out closes both', async () => {
  const browser = new SmallBrowser(server.ca)
  const [lab, term] = ['ada-lab', 'ada-term'].map((label) => pages.replace('carrel.', `${label}.`))
  const opened = await signIn(browser, `${lab}/.carrel/login?next=${encodeURIComponent('/lab/tree?x=1')}`)
  expect(opened.url.href).toBe(`${lab}/lab/tree?x=1`)
  const cookie = browser.cookie('ada-lab.localhost', '__Host-carrel_app') ?? ''
  const { db } = server.database
  const session = await findAppSession(db, cookie, { origin: lab ?? '', now: Date.now() })
  expect(session).toMatchObject({ objectId: server.people.admin.objectId, userName: 'ada', origin: lab })
  expect(await findAppSession(db, cookie, { origin: term ?? '', now: Date.now() })).toBeUndefined()

  const hops = browser.trail.length
  const second = await browser.visit(`${term}/.carrel/login?next=//evil.example`)
  expect(second.url.href).toBe(`${term}/`)
  expect(browser.trail.slice(hops)).toHaveLength(4)

  const home = await browser.visit(`${pages}/`)
  expect(home.text).toContain('Ada Lovelace')
  const ask = await browser.visit(`${pages}/${tenant}/oauth2/v2.0/logout`)
  const out = await browser.submit(ask, { logout: 'yes' })
  expect(out.text).toContain('Signed out')
  expect(await findAppSession(db, cookie, { origin: lab ?? '', now: Date.now() })).toBeUndefined()
  expect((await browser.visit(`${term}/.carrel/login`)).text).toContain('name="password"')
})

test('every tab is signed in of many that a browser opens at once, however slow the database is', async () => {
  const slow = await startIdentityServer({ plugins: [slowAnswers] })
  const browser = new SmallBrowser(slow.ca)
  const form = await browser.visit(`${slow.pages}/account`)
  const account = await browser.submit(form, { user: 'ada', password: slow.people.admin.password ?? '' })
  expect(account.text).toContain('Ada Lovelace')
  const tabs = ['a-lab', 'b-lab', 'c-lab', 'a-lab', 'a-term'].map((label) => slow.pages.replace('carrel.', `${label}.`))
  const opened = await Promise.all(tabs.map((tab) => browser.visit(`${tab}/.carrel/login?next=/there`)))
  expect(opened.map(({ url }) => url.href)).toEqual(tabs.map((tab) => `${tab}/there`))
  await slow.close()
})

test('signing out of an app takes a form of its own page', async () => {
  const browser = new SmallBrowser(server.ca)
  const lab = pages.replace('carrel.', 'bob-lab.')
  await signIn(browser, `${lab}/.carrel/login`)
  const cookie = browser.cookie('bob-lab.localhost', '__Host-carrel_app') ?? ''
  const find = () => findAppSession(server.database.db, cookie, { origin: lab, now: Date.now() })
  const visit = { method: 'POST', form: {}, follow: false } as const
  const foreign = await browser.visit(`${lab}/.carrel/logout`, { ...visit, headers: { 'sec-fetch-site': 'same-site' } })
  expect([foreign.status, await find()]).toEqual([403, expect.anything()])
  const own = await browser.visit(`${lab}/.carrel/logout`, { ...visit, headers: { 'sec-fetch-site': 'same-origin' } })
  expect([own.status, await find()]).toEqual([303, undefined])
  expect(browser.cookie('bob-lab.localhost', '__Host-carrel_app')).toBeUndefined()
})

test('what comes back to another app or without its cookie signs nobody in', async () => {
  const browser = new SmallBrowser(server.ca)
  const [lab, evil] = ['ada-lab', 'evil-lab'].map((label) => pages.replace('carrel.', `${label}.`))
  const page = await browser.visit(`${lab}/.carrel/login`)
  const done = await browser.submit(page, { user: 'ada', password: passwordOfAda() }, { follow: false })
  const back = await browser.visit(done.headers.location ?? '', { follow: false })
  const callback = new URL(back.headers.location ?? '')
  expect(callback.host).toBe(new URL(lab ?? '').host)
  const atEvil = await browser.visit(`${evil}${callback.pathname}${callback.search}`)
  expect([atEvil.status, browser.cookie('evil-lab.localhost', '__Host-carrel_app')]).toEqual([400, undefined])
  const elsewhere = await new SmallBrowser(server.ca).visit(callback)
  expect(elsewhere.status).toBe(400)
})

test('a wrong password is refused like an unknown name, and the sixth try has to wait', async () => {
  const { db } = server.database
  await createUser(db, { userName: 'eve', displayName: 'Eve', password: 'correct horse battery', now: Date.now() })
  const browser = new SmallBrowser(server.ca)
  const page = await browser.visit(`${pages.replace('carrel.', 'ada-lab.')}/.carrel/login`)
  using _held = server.clock.hold()
  const statuses: number[] = []
  for (let attempt = 0; attempt < 5; attempt++) {
    statuses.push((await browser.submit(page, { user: 'eve', password: 'wrong' })).status)
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401])
  const sixth = await browser.submit(page, { user: 'eve', password: 'correct horse battery' })
  expect(sixth.status).toBe(429)
  expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(0)
  const unknown = await browser.submit(page, { user: 'nobody', password: 'wrong' })
  expect([unknown.status, unknown.text.includes('not right')]).toEqual([401, true])
})

test('a sign-in form sent by another page is refused', async () => {
  const browser = new SmallBrowser(server.ca)
  const page = await browser.visit(`${pages.replace('carrel.', 'ada-lab.')}/.carrel/login`)
  const fields = { user: 'ada', password: passwordOfAda() }
  const refused = await browser.submit(page, fields, { headers: { 'sec-fetch-site': 'same-site' } })
  expect(refused.status).toBe(403)
})

test('pages are shown at their own host only', async () => {
  const browser = new SmallBrowser(server.ca)
  const moved = await browser.visit(`${pages.replace('carrel.', '')}/`, { follow: false })
  expect([moved.status, moved.headers.location]).toEqual([307, `${pages}/`])
})

test('signing somebody out everywhere ends tokens, refresh tokens and app sessions', async () => {
  const { db } = server.database
  const password = 'correct horse battery'
  const { objectId } = await createUser(db, { userName: 'grace', displayName: 'Grace', password, now: Date.now() })
  const browser = new SmallBrowser(server.ca)
  const lab = pages.replace('carrel.', 'grace-lab.')
  await signIn(browser, `${lab}/.carrel/login`, password, 'grace')
  const cookie = browser.cookie('grace-lab.localhost', '__Host-carrel_app') ?? ''
  const session = await findAppSession(db, cookie, { origin: lab, now: Date.now() })
  expect(await liveAppSessions(db, [session?.id ?? ''], Date.now())).toEqual(new Set([session?.id]))
  await signOutEverywhere(db, objectId, Date.now())
  expect(await liveAppSessions(db, [session?.id ?? ''], Date.now())).toEqual(new Set())
  expect((await browser.visit(`${pages}/`)).text).not.toContain('Grace')
})

/** Signs in at the page and answers the code that is sent to the terminal. */
async function codeAfter(browser: SmallBrowser, page: Page, user = 'ada'): Promise<string> {
  const done = await browser.submit(page, { user, password: passwordOfAda() }, { follow: false })
  const back = await browser.visit(done.headers.location ?? '', { follow: false })
  return new URL(back.headers.location ?? '').searchParams.get('code') ?? ''
}

async function cliSignIn() {
  const clientId = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
  const client = new oidc.Configuration(
    {
      issuer: `${endpoint}/${tenant}/v2.0`,
      authorization_endpoint: `${pages}/organizations/oauth2/v2.0/authorize`,
      token_endpoint: `${endpoint}/organizations/oauth2/v2.0/token`,
    },
    clientId,
    undefined,
    oidc.None(),
  )
  oidc.allowInsecureRequests(client)
  const verifier = oidc.randomPKCECodeVerifier()
  const url = oidc.buildAuthorizationUrl(client, {
    redirect_uri: 'http://localhost:45678',
    scope: `${endpoint}//.default offline_access openid profile`,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    prompt: 'select_account',
    client_info: '1',
    state: 'state',
  })
  return { clientId, verifier, url }
}

async function homeSignIn(browser: SmallBrowser): Promise<string> {
  const home = await browser.visit(`${pages}/`)
  const [, href = ''] = /class="button" href="([^"]*)"/.exec(home.text) ?? []
  return href.replaceAll('&#38;', '&')
}

test('an address that begins very many sign-ins has to wait, and they are bounded by that', async () => {
  const { url } = await cliSignIn()
  using _held = server.clock.hold()
  const begin = () => new SmallBrowser(server.ca).visit(url, { follow: false })
  let last = await begin()
  for (let count = 0; count < 400 && last.status !== 429; count++) last = await begin()
  expect(last.status).toBe(429)
  expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
  server.clock.advance(120_000)
  expect((await begin()).status).toBe(303)
})
