import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { writeFleet } from '../support/fleet-rows.ts'
import { freePort } from '../support/free-port.ts'
import { type GatewayWorld, signIn, startGatewayWorld } from '../support/gateway-world.ts'
import { patience } from '../support/patience.ts'
import { ask, openWebSocket } from '../support/raw-http.ts'

let world: GatewayWorld
let port: number
let headers: { host: string; origin: string; cookie: string }

beforeAll(async () => {
  world = await startGatewayWorld()
  port = world.port + 1
  await writeFleet(world.database.db, { name: 'box', observed: { endpoint: world.node.endpoint } })
  const origin = world.originOf('box-lab')
  const cookie = await signIn(world.database, { objectId: 'ana', origin })
  headers = { host: world.hostOf('box-lab.localhost'), origin, cookie }
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(async () => {
  await world.server.stop()
  await world.server.start()
})

test('a WebSocket to an app lives through a restart of the server, and new ones open meanwhile', async () => {
  const opened = await openWebSocket(port, { headers })
  if (opened.kind !== 'open') throw new Error('refused')
  await world.server.stop()
  const meanwhile = await openWebSocket(port, { headers })
  expect((await ask(port, { headers })).json).toMatchObject({ by: 'node' })
  await world.server.start()
  for (const each of [opened, meanwhile]) {
    if (each.kind !== 'open') throw new Error('refused')
    each.socket.send('still here')
    const [data] = await once(each.socket, 'message')
    expect(String(data)).toBe('still here')
    each.socket.terminate()
  }
})

test('requests to the server wait for it, bodies and all', async () => {
  await world.server.stop()
  const host = world.hostOf('localhost')
  const waiting = Promise.all([
    ask(port, { path: '/subscriptions', headers: { host } }),
    ask(port, { method: 'PUT', path: '/subscriptions/s', headers: { host }, body: Buffer.alloc(1_000_000) }),
  ])
  await world.server.start()
  expect((await waiting).map(({ json }) => json)).toMatchObject([
    { by: 'server' },
    { by: 'server', received: 1_000_000 },
  ])
})

test('a port for SSH that somebody else has is told to the server, the others are listened on', async () => {
  const [taken, free] = [world.port, await freePort()]
  await writeFleet(world.database.db, { name: 'one', ssh: { host: '127.0.0.1', port: taken } })
  await writeFleet(world.database.db, { name: 'two', ssh: { host: '127.0.0.1', port: free } })
  const notice = {
    path: '/internal/ssh-port-in-use',
    body: { key: '/subscriptions/s/resourcegroups/g/providers/p/workspaces/w/computes/one', port: taken },
  }
  await vi.waitFor(() => expect(world.server.notices).toContainEqual(notice), patience)
})
