import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { request as secureRequest } from 'node:https'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeFleet } from '../support/fleet-rows.ts'
import { type GatewayWorld, startGatewayWorld } from '../support/gateway-world.ts'
import { ask, openWebSocket, sendBytes } from '../support/raw-http.ts'

let world: GatewayWorld
let port: number

beforeAll(async () => {
  world = await startGatewayWorld()
  port = world.port + 1
  await writeFleet(world.database.db, { name: 'box', observed: { endpoint: world.node.endpoint } })
})
afterAll(() => world[Symbol.asyncDispose]())

test.each(['carrel.localhost', 'localhost', '127.0.0.1', '[::1]', 'CARREL.localhost'])(
  'a request to %s is the server’s',
  async (name) => {
    const answer = await ask(port, { path: '/healthz', headers: { host: world.hostOf(name) } })
    expect(answer.json).toMatchObject({ by: 'server', path: '/healthz' })
  },
)

test.each([
  ['evil.example', 421],
  ['a.box-lab.localhost', 421],
  ['xn--bcher-kva.localhost', 421],
  ['box-lab.localhost.', 400],
  ['box_lab.localhost', 400],
  ['evil.example@localhost', 400],
  [`${'a'.repeat(300)}.localhost`, 400],
])('a request to %s is refused in ARM’s shape', async (name, status) => {
  const answer = await ask(port, { headers: { host: world.hostOf(name) } })
  expect(answer.status).toBe(status)
  expect(answer.json).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } })
})

test('our names at another port are not ours: a page cannot lure a browser in by another door', async () => {
  for (const host of ['localhost', `localhost:${port + 1}`, `box-lab.localhost:${world.port}`]) {
    expect((await ask(port, { headers: { host } })).status).toBe(421)
  }
})

test.each([
  ['no host', 'GET / HTTP/1.1\r\n\r\n', '400'],
  ['two hosts', 'GET / HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n', '400'],
  ['another host in the target', 'GET http://HOST/ HTTP/1.1\r\nHost: HOST\r\n\r\n', '400'],
  ['a tunnel', 'CONNECT HOST HTTP/1.1\r\nHost: HOST\r\n\r\n', '405'],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', '400'],
  [
    'two ways of length',
    'POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    '400',
  ],
  ['a NUL', 'GET / HTTP/1.1\r\nHost: HOST\r\nX: \u0000\r\n\r\n', '400'],
  ['no HTTP at all', '\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n', '400'],
  ['headers without end', `GET / HTTP/1.1\r\nHost: HOST\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`, '431'],
])('%s is refused', async (_what, bytes, status) => {
  const answer = await sendBytes(
    port,
    bytes.replaceAll('HOST', world.hostOf('localhost')).replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'),
  )
  expect(answer.split('\r\n', 1)[0]).toContain(` ${status} `)
})

test('a header named like a property of every object harms nobody', async () => {
  const raw = `GET / HTTP/1.1\r\nHost: ${world.hostOf('localhost')}\r\n__proto__: x\r\nConnection: close\r\n\r\n`
  expect(await sendBytes(port, raw)).toContain('200 OK')
})

test('the server is told who asked, whatever the client says of itself', async () => {
  const headers = {
    host: world.hostOf('CARREL.localhost'),
    'x-forwarded-for': '6.6.6.6',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'for=6.6.6.6',
    'x-real-ip': '6.6.6.6',
  }
  const seen = (await ask(port, { headers })).json?.['headers']
  expect(seen).toMatchObject({
    host: world.hostOf('carrel.localhost'),
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': world.hostOf('carrel.localhost'),
    'x-forwarded-proto': 'http',
  })
  expect(seen).not.toHaveProperty('forwarded')
  expect(seen).not.toHaveProperty('x-real-ip')
})

test.each([
  '/internal/activity',
  '/INTERNAL/activity',
  '//internal/activity',
  '/%69nternal/activity',
  '/a/..%2finternal/x',
])('the routes between gateway and server are not there for %s', async (path) => {
  const before = world.server.notices.length
  const answer = await ask(port, { method: 'POST', path, headers: { host: world.hostOf('localhost') }, body: '{}' })
  expect(answer.status).toBe(404)
  expect(world.server.notices).toHaveLength(before)
})

test('a WebSocket of the server’s own passes', async () => {
  const opened = await openWebSocket(port, { headers: { host: world.hostOf('carrel.localhost') } })
  if (opened.kind !== 'open') throw new Error('refused')
  opened.socket.send('hello')
  const [data] = await once(opened.socket, 'message')
  expect(String(data)).toBe('hello')
  opened.socket.terminate()
})

test('HTTPS leads to the server, and an app there to its one home', async () => {
  expect(await askSecurely('localhost', '/healthz')).toMatchObject({ status: 200 })
  expect(await askSecurely('box-lab.localhost', '/lab?x=1')).toMatchObject({
    status: 302,
    location: `${world.originOf('box-lab')}/lab?x=1`,
  })
})

async function askSecurely(
  name: string,
  path: string,
): Promise<{ status: number | undefined; location: string | undefined }> {
  const headers = { host: `${name}:${world.port}`, accept: 'text/html' }
  const ca = await readFile(world.caFile)
  const call = secureRequest({ host: '127.0.0.1', servername: 'localhost', port: world.port, path, headers, ca })
  call.end()
  const [answer] = (await once(call, 'response')) as [IncomingMessage]
  answer.resume()
  return { status: answer.statusCode, location: answer.headers.location }
}
