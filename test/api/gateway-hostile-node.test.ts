// A node whose user answers in place of its apps, with whatever he likes: it harms nobody but himself.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeFleet } from '../support/fleet-rows.ts'
import { type GatewayWorld, signIn, startGatewayWorld } from '../support/gateway-world.ts'
import { ask, openWebSocket } from '../support/raw-http.ts'

let world: GatewayWorld
let headers: Record<string, string>

beforeAll(async () => {
  world = await startGatewayWorld()
  const origin = world.originOf('box-lab')
  const { endpoint } = world.node
  await writeFleet(world.database.db, { name: 'box', observed: { endpoint } })
  headers = {
    origin,
    host: world.hostOf('box-lab.localhost'),
    cookie: await signIn(world.database, { objectId: 'ana', origin }),
  }
})
afterAll(() => world[Symbol.asyncDispose]())

const raw = (bytes: string) => `/raw/${Buffer.from(bytes, 'latin1').toString('base64url')}`
const answers: [string, string][] = [
  ['a status there is none of', 'HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n'],
  ['a status of zero', 'HTTP/1.1 000 None\r\nContent-Length: 0\r\n\r\n'],
  ['a status of four digits', 'HTTP/1.1 2000 Many\r\nContent-Length: 0\r\n\r\n'],
  ['a reason with control characters', 'HTTP/1.1 200 O\x01\x7fK\r\nContent-Length: 0\r\n\r\n'],
  ['a reason that is not ASCII', 'HTTP/1.1 200 \xff\xfe\r\nContent-Length: 0\r\n\r\n'],
  ['a header with control characters', 'HTTP/1.1 200 OK\r\nX-A: a\x01b\r\nContent-Length: 0\r\n\r\n'],
  ['a header that is not ASCII', 'HTTP/1.1 200 OK\r\nX-A: \xe9\xff\r\nContent-Length: 0\r\n\r\n'],
  ['a name that is none', 'HTTP/1.1 200 OK\r\nX A: b\r\nContent-Length: 0\r\n\r\n'],
  ['an empty name', 'HTTP/1.1 200 OK\r\n: b\r\nContent-Length: 0\r\n\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 5\r\n\r\nhello'],
  ['a length and chunks', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['a length below nothing', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'],
  ['a body where there is none', 'HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\nhello'],
  ['another protocol', 'HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'],
  ['trailers', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-A\r\n\r\n1\r\na\r\n0\r\nX-A: \x01\r\n\r\n'],
  ['a chunk of no size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\na\r\n'],
  ['headers without end', `HTTP/1.1 200 OK\r\n${'X-A: b\r\n'.repeat(20_000)}`],
  [
    'early hints that are none',
    'HTTP/1.1 103 Early\r\nLink: \xff\r\n\r\nHTTP/1.1 100 Go\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
  ],
  ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['nothing', ''],
]

describe.each(answers)('%s', (_what, bytes) => {
  test('is answered or cut short, and the next request is served', async () => {
    await ask(world.port + 1, { path: raw(bytes), headers }).catch(() => undefined)
    await openWebSocket(world.port + 1, { path: raw(bytes), headers }).catch(() => undefined)
    expect((await ask(world.port + 1, { path: '/said', headers })).status).toBe(200)
  })
})
