import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { appToken } from '../../src/engine/channel-protocol.ts'
import { type FleetFacts, writeFleet } from '../support/fleet-rows.ts'
import { type GatewayWorld, signIn, startGatewayWorld } from '../support/gateway-world.ts'
import { patience } from '../support/patience.ts'
import { type Answer, type Asked, ask, openAnswer, openWebSocket } from '../support/raw-http.ts'

let world: GatewayWorld
let port: number
let host: string
let origin: string
/** Ana's, at her instance's app. */
let cookie: string

beforeAll(async () => {
  world = await startGatewayWorld()
  port = world.port + 1
  host = world.hostOf('box-lab.localhost')
  origin = world.originOf('box-lab')
  cookie = await signIn(world.database, { objectId: 'ana', origin })
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => setBox({}))

const navigation = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }

async function setBox(facts: Partial<FleetFacts>): Promise<void> {
  const { endpoint } = world.node
  await writeFleet(world.database.db, { name: 'box', ...facts, observed: { endpoint, ...facts.observed } })
}

function askBox(asked: Asked = {}, as = cookie): Promise<Answer> {
  return ask(port, { ...asked, headers: { host, cookie: as, ...asked.headers } })
}

describe('signing in', () => {
  test('a person without a session is sent to sign in and back to the same page', async () => {
    const answer = await askBox({ path: '/lab/tree?x=1', headers: navigation }, '')
    expect(answer.status).toBe(302)
    expect(answer.headers.location).toBe('/.carrel/login?next=%2Flab%2Ftree%3Fx%3D1')
  })

  test.each(['//evil.example/', '/\\evil.example', '///evil.example'])(
    'the way back after signing in is never another host: %s',
    async (path) => {
      const answer = await askBox({ path, headers: navigation }, '')
      expect(answer.headers.location).toBe('/.carrel/login?next=%2F')
    },
  )

  test('a script and a WebSocket without a session get 401, not a page', async () => {
    expect((await askBox({ path: '/api/contents' }, '')).json).toMatchObject({ error: { code: 'SignInRequired' } })
    expect(await openWebSocket(port, { headers: { host, origin } })).toEqual({ kind: 'refused', status: 401 })
  })

  test.each([
    ['made up', () => `__Host-carrel_app=${'x'.repeat(43)}`],
    ['under another name', () => cookie.replace('__Host-', '')],
    ['sent twice', () => `${cookie}; ${cookie}`],
  ])('a cookie %s is no session', async (_what, made) => {
    expect((await askBox({}, made())).status).toBe(401)
  })

  test('a session of one app is none at another', async () => {
    await writeFleet(world.database.db, { name: 'other', observed: { endpoint: world.node.endpoint } })
    const answer = await ask(port, { headers: { host: world.hostOf('other-lab.localhost'), cookie } })
    expect(answer.status).toBe(401)
  })

  test('sign-in itself is the server’s, and is posted to by the app’s own pages alone', async () => {
    const path = '/.carrel/start'
    expect((await askBox({ path: '/.carrel/login', headers: navigation }, '')).json).toMatchObject({ by: 'server' })
    expect((await askBox({ method: 'POST', path, headers: { origin } })).json).toMatchObject({ by: 'server' })
    for (const headers of [
      {},
      { origin: 'null' },
      { origin: world.originOf('evil-lab') },
      { origin, 'sec-fetch-site': 'same-site' },
    ]) {
      expect((await askBox({ method: 'POST', path, headers: headers as Record<string, string> })).status).toBe(403)
    }
  })
})

describe('the owner', () => {
  test('CI-105: the app answers, with its own token and without ours', async () => {
    const headers = { cookie: `_xsrf=1; ${cookie}; theme=dark`, authorization: 'Bearer stolen' }
    const answer = await askBox({ path: '/api/status?x=1', headers })
    expect(answer.json).toMatchObject({
      by: 'node',
      path: '/api/status?x=1',
      headers: { host, cookie: '_xsrf=1; theme=dark', authorization: `token ${appToken(world.node.key, 'lab')}` },
    })
    expect(answer.body).not.toContain(cookie)
  })

  test('what an app sets stays on its own origin and is not in our name', async () => {
    const { headers } = await askBox({ path: '/cookies' })
    expect(headers['set-cookie']).toEqual(['_xsrf=1; Path=/'])
    expect(headers).not.toHaveProperty('strict-transport-security')
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' })
  })

  test('a large upload passes', async () => {
    const body = Buffer.alloc(20 * 1024 * 1024, 1)
    const answer = await askBox({ method: 'PUT', path: '/api/contents/f', headers: { origin }, body })
    expect(answer.json).toMatchObject({ by: 'node', method: 'PUT', received: body.length })
  })

  test('an event arrives before the answer ends', async () => {
    const answer = await openAnswer(port, { path: '/events', headers: { host, cookie } })
    const [chunk] = await once(answer, 'data')
    expect(String(chunk)).toBe('data: first\n\n')
    answer.destroy()
  })

  test('an answer the app cuts short is cut short, not completed', async () => {
    const answer = await openAnswer(port, { path: '/cut', headers: { host, cookie } })
    answer.resume()
    await expect(once(answer, 'end')).rejects.toThrow('aborted')
  })

  test('connections to the node are kept and used again', async () => {
    await askBox()
    const before = world.node.opened('lab')
    for (let count = 0; count < 5; count++) await askBox()
    expect(world.node.opened('lab')).toBe(before)
  })

  test('a WebSocket carries messages both ways', async () => {
    const socket = await openSocket()
    socket.send('hello')
    const [data] = await once(socket, 'message')
    expect(String(data)).toBe('hello')
    socket.terminate()
  })

  test('a WebSocket the app refuses is refused with the app’s words', async () => {
    const headers = { host, origin, cookie }
    expect(await openWebSocket(port, { path: '/teapot', headers })).toEqual({ kind: 'refused', status: 418 })
  })
})

describe('anybody else', () => {
  test('CI-107: another person gets 403, whatever their role, and is told who may', async () => {
    const ben = await signIn(world.database, { objectId: 'ben', origin })
    const page = await askBox({ headers: navigation }, ben)
    expect(page.status).toBe(403)
    expect(page.body).toContain('ben@example.org')
    expect(page.body).toContain('not even Owner')
    expect((await askBox({ path: '/api' }, ben)).json).toMatchObject({ error: { code: 'NotAssignedToYou' } })
    expect(await openWebSocket(port, { headers: { host, origin, cookie: ben } })).toEqual({
      kind: 'refused',
      status: 403,
    })
  })

  test.each([
    ['POST', { origin: 'http://evil-lab.localhost' }],
    ['POST', { origin: 'null' }],
    ['POST', {}],
    ['DELETE', { 'sec-fetch-site': 'same-site' }],
    ['PUT', { referer: 'http://box-lab.localhost/' }],
    ['GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }],
    ['GET', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
  ] satisfies [string, Record<string, string>][])(
    'a page of another origin cannot %s with %j',
    async (method, headers) => {
      const before = world.node.opened('lab')
      expect((await askBox({ method, headers })).status).toBe(403)
      expect(world.node.opened('lab')).toBe(before)
    },
  )

  test.each([{}, { origin: 'http://evil-lab.localhost:1' }, { origin: 'null' }])(
    'a page of another origin opens no WebSocket with %j',
    async (headers) => {
      const opened = await openWebSocket(port, { headers: { host, cookie, ...headers } as Record<string, string> })
      expect(opened).toEqual({ kind: 'refused', status: 403 })
    },
  )

  test('a label nobody has is not there', async () => {
    const answer = await ask(port, { headers: { host: world.hostOf('nobody-lab.localhost'), cookie, ...navigation } })
    expect(answer.status).toBe(404)
    expect(answer.headers['content-type']).toContain('text/html')
  })
})

describe('an instance that is not running', () => {
  test('stopped: a page with a start button for a person, 503 for a program', async () => {
    await setBox({ power: 'stopped', observed: { phase: 'stopped' } })
    const page = await pageSaying('box is stopped')
    expect(page.status).toBe(503)
    expect(page.body).toContain('action="/.carrel/start"')
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    const program = await askBox({ path: '/api' })
    expect(program.json).toMatchObject({
      error: { code: 'AppNotRunning', message: 'box is stopped. Start it to use its apps.' },
    })
    expect(Number(program.headers['retry-after'])).toBeGreaterThanOrEqual(1)
    expect(await openWebSocket(port, { headers: { host, origin, cookie } })).toEqual({ kind: 'refused', status: 503 })
  })

  test('started from its page: the very next request shows that it is on its way', async () => {
    const stopped = { power: 'stopped', observed: { phase: 'stopped' } } as const
    await setBox(stopped)
    await pageSaying('box is stopped')
    world.server.deeds.set('/.carrel/start', () => setBox({ ...stopped, generation: 2 }))
    await askBox({ method: 'POST', path: '/.carrel/start', headers: { origin } })
    expect((await askBox({ headers: navigation })).body).toContain('Waiting for box')
    world.server.deeds.clear()
  })

  test('starting: the page looks again by itself, and the same address opens the app when it is running', async () => {
    await setBox({ observed: { phase: 'starting' } })
    const page = await pageSaying('box is starting')
    expect(page.body).toContain('http-equiv="refresh"')
    await setBox({})
    await vi.waitUntil(() => askBox({ headers: navigation }).then(({ json }) => json?.['by'] === 'node'), patience)
  })

  test('said to be running but gone: the page waits for it', async () => {
    await setBox({ observed: { endpoint: { host: '127.0.0.1', port: 1 } } })
    const page = await pageSaying('Opening box')
    expect(page.status).toBe(503)
  })

  test('a node in another boot has another key and is not believed', async () => {
    await setBox({ observed: { bootId: 'two' } })
    await vi.waitUntil(() => askBox().then(({ json }) => JSON.stringify(json).includes('AppNotAnswering')), patience)
  })
})

test('one person’s connections are bounded, and somebody else’s are opened all the same', async () => {
  await setBox({})
  await writeFleet(world.database.db, {
    ...{ name: 'other', ownerId: 'bo' },
    observed: { endpoint: world.node.endpoint },
  })
  await vi.waitUntil(() => askBox().then(({ status }) => status === 200), patience)
  const bo = { origin: world.originOf('other-lab'), host: world.hostOf('other-lab.localhost') }
  const boCookie = await signIn(world.database, { objectId: 'bo', origin: bo.origin })
  const opened = await Promise.all(
    Array.from({ length: 520 }, () => openWebSocket(port, { headers: { host, cookie, origin } })),
  )
  const refused = opened.filter((each) => each.kind === 'refused')
  expect(refused).toEqual(refused.map(() => ({ kind: 'refused', status: 429 })))
  expect(refused.length).toBeGreaterThanOrEqual(8)
  expect((await askBox({ path: '/said' })).json).toMatchObject({ error: { code: 'TooManyConnections' } })
  const others = await openWebSocket(port, { headers: { ...bo, cookie: boCookie } })
  expect(others.kind).toBe('open')
  for (const each of [...opened, others]) if (each.kind === 'open') each.socket.terminate()
  await vi.waitUntil(async () => (await askBox({ path: '/said' })).status === 200, patience)
})

describe('what is open ends when', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['the session is signed out', () => world.database.db.deleteFrom('app_sessions').execute()],
    ['the sign-in it hangs on is ended', () => world.database.db.deleteFrom('oidc').execute()],
    ['the person is disabled', () => world.database.db.updateTable('users').set({ disabled: 1 }).execute()],
    ['the session expires', () => world.database.db.updateTable('app_sessions').set({ expires_at: 1 }).execute()],
    ['the instance is assigned to another (CI-107)', () => setBox({ ownerId: 'ben' })],
    ['the instance stops', () => setBox({ power: 'stopped', observed: { phase: 'stopped' } })],
    ['the instance is in another boot', () => setBox({ observed: { bootId: 'two' } })],
  ])('%s', async (_what, revoke) => {
    await setBox({})
    await world.database.db.deleteFrom('oidc').execute()
    await world.database.db.updateTable('users').set({ disabled: 0 }).execute()
    cookie = await signIn(world.database, { objectId: 'ana', origin })
    await vi.waitUntil(() => askBox().then(({ status }) => status === 200), patience)
    const socket = await openSocket()
    const stream = await openAnswer(port, { path: '/events', headers: { host, cookie } })
    stream.on('error', () => {})
    stream.resume()
    const ended = Promise.all([once(socket, 'close'), new Promise((resolve) => stream.on('close', resolve))])
    await revoke()
    await ended
    await vi.waitUntil(() => askBox().then(({ status }) => status !== 200), patience)
  })
})

async function openSocket(): Promise<WebSocket> {
  const opened = await openWebSocket(port, { headers: { host, origin, cookie } })
  if (opened.kind !== 'open') throw new Error(`refused with ${opened.status}`)
  opened.socket.on('error', () => {})
  return opened.socket
}

/** A change of the store is seen within a quarter of a second. */
function pageSaying(title: string): Promise<Answer> {
  return vi.waitUntil(() => askBox({ headers: navigation }).then((page) => page.body.includes(title) && page), patience)
}
