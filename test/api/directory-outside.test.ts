// People who come in by a sign-in service of somebody else: a whole one on loopback, with a browser in between.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addMember, membersOf } from '../../src/identity/directory/group-members.ts'
import { createGroup } from '../../src/identity/directory/groups.ts'
import {
  deleteOutsideProvider,
  outsideRedirectUri,
  writeOutsideProvider,
} from '../../src/identity/outside/outside-provider.ts'
import { findUserByName, listUsers, setUserDisabled, verifyPassword } from '../../src/identity/users.ts'
import { type OutsideServer, startOutsideServer } from '../support/outside-server.ts'
import { type IdentityServer, startIdentityServer } from './identity-server.ts'
import { type Page, SmallBrowser } from './small-browser.ts'

let server: IdentityServer
let outside: OutsideServer
beforeAll(async () => {
  server = await startIdentityServer()
  outside = await startOutsideServer(outsideRedirectUri(server.pages))
})
afterAll(async () => {
  await outside[Symbol.asyncDispose]()
  await server.close()
})
beforeEach(() => offer())

const db = () => server.database.db

function offer(groupMap: Record<string, string> = {}) {
  const { issuer, clientId, clientSecret } = outside
  const displayName = 'The <Lab>'
  const provider = { issuer, clientId, clientSecret, displayName, scope: 'openid profile', groupMap }
  return writeOutsideProvider(db(), server.identity.sealer, provider)
}

/** The sign-in page of ours. */
async function loginPage(browser: SmallBrowser): Promise<Page> {
  const home = await browser.visit(`${server.config.browserEndpoint}/`)
  const [, href = ''] = /class="button" href="([^"]+)"/.exec(home.text) ?? []
  return browser.visit(href.replaceAll('&#38;', '&'))
}

function outsideLink(page: Page): URL {
  const [, href = ''] = /class="button second" href="([^"]+)"/.exec(page.text) ?? []
  return new URL(href, page.url)
}

async function signInOutside(person: OutsideServer['person'], browser = new SmallBrowser(server.ca)): Promise<Page> {
  outside.person = person
  return browser.visit(outsideLink(await loginPage(browser)))
}

describe('a sign-in done elsewhere', () => {
  test('is offered by name, makes a user without a password, and finds the same one again', async () => {
    const page = await loginPage(new SmallBrowser(server.ca))
    expect(page.text).toContain('Sign in with The &#60;Lab&#62;')
    const grace = { sub: 'g-1', preferred_username: 'Grace@Lab.Example', name: 'Grace Hopper' }
    const signedIn = await signInOutside(grace)
    expect(signedIn.text).toContain('You are signed in')
    expect(signedIn.text).toContain('Grace Hopper')
    const made = await findUserByName(db(), 'grace@lab.example')
    expect(made).toMatchObject({ displayName: 'Grace Hopper', isDisabled: false })
    for (const password of ['', 'undefined', 'a password of mine'])
      expect(await verifyPassword(db(), 'grace@lab.example', password)).toBeUndefined()
    expect((await signInOutside({ ...grace, preferred_username: 'hopper' })).text).toContain('You are signed in')
    expect(await findUserByName(db(), 'hopper')).toBeUndefined()
  })

  test('never makes anybody of whoever has the same name here, or the same address', async () => {
    const signedIn = await signInOutside({ sub: 'a-1', preferred_username: 'ada', email: 'ada', name: 'Another Ada' })
    expect(signedIn.text).toContain('Another Ada')
    const other = await findUserByName(db(), 'ada-2')
    expect(other).toBeDefined()
    expect(other?.objectId).not.toBe(server.people.admin.objectId)
    await signInOutside({ sub: 'a-2', preferred_username: 'ada' })
    expect(await findUserByName(db(), 'ada-3')).toBeDefined()
    expect((await listUsers(db())).filter(({ userName }) => userName.startsWith('ada'))).toHaveLength(3)
  })

  test('of one person twice at once makes one user', async () => {
    const twin = { sub: 't-1', preferred_username: 'twin' }
    const pages = await Promise.all([signInOutside(twin), signInOutside(twin)])
    for (const page of pages) expect(page.text).toContain('You are signed in')
    expect((await listUsers(db())).filter(({ userName }) => userName.startsWith('twin'))).toHaveLength(1)
  })

  test('gives a name that will do to whoever has none', async () => {
    await signInOutside({ sub: 'n-1', preferred_username: ' Ünal/Ö ' })
    expect(await findUserByName(db(), 'unal-o')).toBeDefined()
    await signInOutside({ sub: 'n-2' })
    expect(await findUserByName(db(), 'user')).toBeDefined()
  })

  test('puts people in the groups that theirs are mapped to, and takes them out again', async () => {
    const now = server.clock.now()
    const [staff, crew] = [
      await createGroup(db(), { name: 'staff', now }),
      await createGroup(db(), { name: 'crew', now }),
    ]
    await offer({ Employees: 'staff', 'Ship Crew': 'crew', Ghosts: 'nowhere' })
    const kay = { sub: 'k-1', preferred_username: 'kay' }
    const names = async (id: string) => (await membersOf(db(), id)).map(({ name }) => name)
    await signInOutside({ ...kay, groups: ['Employees', 'Ghosts', 'staff', '__proto__', 'toString'] })
    expect([await names(staff.objectId), await names(crew.objectId)]).toEqual([['kay'], []])
    await signInOutside({ ...kay, groups: ['Ship Crew'] })
    expect([await names(staff.objectId), await names(crew.objectId)]).toEqual([[], ['kay']])
    await addMember(db(), crew, (await findUserByName(db(), 'kay'))?.objectId ?? '')
    await signInOutside(kay)
    // Somebody here put him there too, so he stays.
    expect(await names(crew.objectId)).toEqual(['kay'])
  })

  test('keeps out whoever is disabled here', async () => {
    const dee = { sub: 'd-1', preferred_username: 'dee' }
    await signInOutside(dee)
    const { objectId = '' } = (await findUserByName(db(), 'dee')) ?? {}
    await setUserDisabled(db(), objectId, { isDisabled: true, now: server.clock.now() })
    const page = await signInOutside(dee)
    expect([page.status, page.text.includes('disabled')]).toEqual([403, true])
  })

  test('ends for good after eight hours', async () => {
    await signInOutside({ sub: 'e-1', preferred_username: 'eve' })
    const { objectId = '' } = (await findUserByName(db(), 'eve')) ?? {}
    const rows = await db()
      .selectFrom('oidc')
      .select(['model', 'expires_at'])
      .where('account_id', '=', objectId)
      .execute()
    const session = rows.find(({ model }) => model === 'Session')
    const left = (session?.expires_at ?? 0) - server.clock.now()
    expect(left).toBeGreaterThan(7.9 * 3_600_000)
    expect(left).toBeLessThanOrEqual(8 * 3_600_000)
  })

  test('that is refused there signs nobody in', async () => {
    const page = await signInOutside(undefined)
    expect([page.status, page.text.includes('did not sign you in')]).toEqual([502, true])
  })

  test.each([
    ['an answer that is far too long', { sub: 'l-1', preferred_username: 'long', name: 'x'.repeat(2_000_000) }],
    ['a name for the person longer than any may be', { sub: 's'.repeat(256), preferred_username: 'long' }],
  ])('that comes back with %s signs nobody in', async (_what, person) => {
    const page = await signInOutside(person)
    expect([page.status, page.text.includes('Not signed in')]).toEqual([502, true])
    expect(await findUserByName(db(), 'long')).toBeUndefined()
  })

  test('is of no use to another browser, nor a second time', async () => {
    const [mine, theirs] = [new SmallBrowser(server.ca), new SmallBrowser(server.ca)]
    await signInOutside({ sub: 'm-1', preferred_username: 'mallory' }, mine)
    const callback = mine.trail.find((address) => address.includes('/login/outside/callback')) ?? ''
    const done = mine.trail.find((address) => address.endsWith('/done')) ?? ''
    expect([callback, done]).not.toContain('')
    await loginPage(theirs)
    for (const browser of [theirs, mine]) {
      expect((await browser.visit(callback)).status).toBe(400)
      expect((await browser.visit(done)).status).toBe(400)
    }
  })

  test('answers nothing without a sign-in of ours under way, and is gone when it is no longer offered', async () => {
    const browser = new SmallBrowser(server.ca)
    const { browserEndpoint } = server.config
    expect((await browser.visit(`${browserEndpoint}/login/nothing/outside`)).status).toBe(400)
    expect((await browser.visit(`${browserEndpoint}/login/outside/callback?code=x&state=y`)).status).toBe(400)
    const link = outsideLink(await loginPage(browser))
    await deleteOutsideProvider(db())
    expect((await browser.visit(link)).status).toBe(400)
    expect((await loginPage(new SmallBrowser(server.ca))).text).not.toContain('Sign in with')
  })

  test('keeps the secret between the two sealed', async () => {
    const rows = await db().selectFrom('settings').selectAll().execute()
    expect(rows.map(({ name }) => name)).toContain('outside-provider')
    expect(JSON.stringify(rows)).not.toContain(outside.clientSecret)
  })
})
