import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeFleet } from '../support/fleet-rows.ts'
import { type GatewayWorld, signIn, startGatewayWorld } from '../support/gateway-world.ts'
import { ask, openWebSocket } from '../support/raw-http.ts'

let world: GatewayWorld
let port: number
let headers: { host: string; origin: string; cookie: string }

beforeAll(async () => {
  world = await startGatewayWorld()
  port = world.port + 1
  const apps = [{ label: 'box-term', channel: 'term' }]
  await writeFleet(world.database.db, { name: 'box', apps, observed: { endpoint: world.node.endpoint } })
  const origin = world.originOf('box-term')
  const cookie = await signIn(world.database, { objectId: 'ana', origin })
  headers = { host: world.hostOf('box-term.localhost'), origin, cookie }
})
afterAll(() => world[Symbol.asyncDispose]())

test('CI-105: the terminal is a page whose every part is there', async () => {
  const page = await ask(port, { headers })
  expect(page.headers['content-security-policy']).toContain("script-src 'self'")
  const parts = [...page.body.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? '')
  const script = await ask(port, { path: parts.find((path) => path.endsWith('.js')) ?? '', headers })
  const folder = parts[0]?.slice(0, parts[0].lastIndexOf('/'))
  const imports = [...script.body.matchAll(/from '\.\/([^']+)'/g)].map(([, name]) => `${folder}/${name}`)
  expect(imports).toHaveLength(2)
  for (const path of [...parts, ...imports]) {
    const part = await ask(port, { path, headers: { host: headers.host } })
    expect([path, part.status, part.headers['x-content-type-options']]).toEqual([path, 200, 'nosniff'])
  }
})

test('nothing but those parts is served from their folder', async () => {
  for (const path of ['/.carrel-assets/', '/.carrel-assets/../package.json', '/.carrel-assets/x/terminal.js', '/api']) {
    expect((await ask(port, { path, headers })).status).toBe(404)
  }
})

test('a WebSocket at /ws is the node’s terminal', async () => {
  const opened = await openWebSocket(port, { path: '/ws?session=tab&cols=80&rows=24', headers })
  if (opened.kind !== 'open') throw new Error('refused')
  // The node here sends back what it is sent: first the line that names the session, which is no frame.
  const [code] = await once(opened.socket, 'close')
  expect(code).toBe(1012)
  expect(world.node.opened('term')).toBe(1)
})

test('the terminal is as closed to others as any app', async () => {
  const path = '/ws?session=tab&cols=80&rows=24'
  const { host, cookie, origin } = headers
  expect(await openWebSocket(port, { path, headers: { host, origin } })).toEqual({ kind: 'refused', status: 401 })
  expect(await openWebSocket(port, { path, headers: { host, cookie } })).toEqual({ kind: 'refused', status: 403 })
  const ben = await signIn(world.database, { objectId: 'ben', origin })
  expect(await openWebSocket(port, { path, headers: { host, origin, cookie: ben } })).toEqual({
    kind: 'refused',
    status: 403,
  })
  expect(await openWebSocket(port, { path: '/ws?session=..', headers })).toEqual({ kind: 'refused', status: 400 })
})
