import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { findAppSession } from '../../src/identity/app-session.ts'
import { createUser, verifyPassword } from '../../src/identity/users.ts'
import { type IdentityServer, startIdentityServer } from './identity-server.ts'
import { type Page, SmallBrowser } from './small-browser.ts'

let server: IdentityServer
let pages = ''
beforeAll(async () => {
  server = await startIdentityServer()
  pages = server.pages
})
afterAll(() => server.close())

const password = 'correct horse battery'
let count = 0
let userName = ''
beforeEach(async () => {
  userName = `person-${count++}`
  const { db } = server.database
  await createUser(db, { userName, displayName: 'A Person', password, now: server.clock.now() })
})

async function openAccount(browser: SmallBrowser): Promise<Page> {
  return browser.submit(await browser.visit(`${pages}/account`), { user: userName, password })
}

const change = (browser: SmallBrowser, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  browser.visit(`${pages}/account/password`, { method: 'POST', form: fields, headers, follow: false })
const isPassword = async (tried: string) =>
  (await verifyPassword(server.database.db, userName, tried))?.userName === userName

test('the account page asks who it is and comes back', async () => {
  const page = await openAccount(new SmallBrowser(server.ca))
  expect([page.url.href, page.text.includes('A Person')]).toEqual([`${pages}/account`, true])
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
})

test('a new password takes the old one and the repetition, and ends every sign-in', async () => {
  const browser = new SmallBrowser(server.ca)
  await openAccount(browser)
  const lab = pages.replace('carrel.', `${userName}-lab.`)
  await browser.visit(`${lab}/.carrel/login`)
  const cookie = browser.cookie(`${userName}-lab.localhost`, '__Host-carrel_app') ?? ''
  const session = () => findAppSession(server.database.db, cookie, { origin: lab, now: server.clock.now() })
  expect(await session()).toBeDefined()

  const next = 'another horse battery'
  for (const [fields, status, sentence] of [
    [{ current: password, next, again: 'something else' }, 400, 'not repeated'],
    [{ current: 'wrong', next, again: next }, 403, 'present password is not right'],
    [{ current: password, next: 'short', again: 'short' }, 400, 'at least 12'],
  ] as const) {
    const refused = await change(browser, fields)
    expect([refused.status, refused.text.includes(sentence)]).toEqual([status, true])
  }
  expect(await isPassword(password)).toBe(true)

  const changed = await change(browser, { current: password, next, again: next })
  expect([changed.status, changed.text.includes('Password changed')]).toEqual([200, true])
  expect([await isPassword(password), await isPassword(next)]).toEqual([false, true])
  expect(await session()).toBeUndefined()
  expect((await browser.visit(`${pages}/account`)).text).toContain('name="password"')
})

test('a sign-in with the old password that the browser has not finished ends with a new one too', async () => {
  const [browser, other] = [new SmallBrowser(server.ca), new SmallBrowser(server.ca)]
  // More than the second that a sign-in's own time is cut off to, and all of it before the browser goes on.
  server.clock.advance(-60_000)
  const form = await other.visit(`${pages}/account`)
  const accepted = await other.submit(form, { user: userName, password }, { follow: false })
  expect(accepted.status).toBe(303)
  server.clock.advance(30_000)
  await openAccount(browser)
  const next = 'another horse battery'
  expect((await change(browser, { current: password, next, again: next })).status).toBe(200)
  server.clock.advance(30_000)
  const finished = await other.visit(new URL(accepted.headers.location ?? '', form.url))
  expect([finished.text.includes('A Person'), finished.text.includes('name="password"')]).toEqual([false, true])
})

test('guessing the present password is as limited as signing in', async () => {
  const browser = new SmallBrowser(server.ca)
  await openAccount(browser)
  using _held = server.clock.hold()
  const next = 'another horse battery'
  const statuses = []
  for (let tries = 0; tries < 6; tries++)
    statuses.push((await change(browser, { current: 'x', next, again: next })).status)
  expect(statuses).toEqual([403, 403, 403, 403, 403, 429])
})

test('signing out everywhere ends the session that asked for it too', async () => {
  const [browser, other] = [new SmallBrowser(server.ca), new SmallBrowser(server.ca)]
  await openAccount(browser)
  await openAccount(other)
  const done = await browser.visit(`${pages}/account/sign-out`, { method: 'POST', form: {} })
  expect(done.text).toContain('Signed out everywhere')
  const kept = await server.database.db.selectFrom('audit').selectAll().orderBy('happened_at', 'desc').execute()
  expect(kept[0]).toMatchObject({
    action: 'Carrel.Identity/users/signOut/action',
    resource_id: `/providers/Carrel.Identity/users/${userName}`,
    refusal: null,
  })
  expect((await other.visit(`${pages}/account`)).text).toContain('name="password"')
  expect((await browser.visit(`${pages}/account`)).text).toContain('name="password"')
})

test('what another page sends changes nothing, nor does anybody who is not signed in', async () => {
  const browser = new SmallBrowser(server.ca)
  const fields = { current: password, next: 'another horse battery', again: 'another horse battery' }
  const stranger = await change(new SmallBrowser(server.ca), fields)
  expect([stranger.status, stranger.headers.location]).toEqual([303, expect.stringContaining('/authorize?')])
  await openAccount(browser)
  const foreign = await change(browser, fields, { 'sec-fetch-site': 'same-site' })
  expect(foreign.status).toBe(403)
  expect(await isPassword(password)).toBe(true)
})

test('whoever signs in elsewhere has no password to change', async () => {
  const browser = new SmallBrowser(server.ca)
  await openAccount(browser)
  const { db } = server.database
  await db.updateTable('users').set({ password_hash: '' }).where('user_name', '=', userName).execute()
  const page = await browser.visit(`${pages}/account`)
  expect([page.text.includes('Sign out everywhere'), page.text.includes('New password')]).toEqual([true, false])
})
