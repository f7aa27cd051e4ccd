import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { deleteFleet, fleetKey, writeFleet } from '../../test/support/fleet-rows.ts'
import { type OpenDatabase, openDatabase } from '../store/open-database.ts'
import { SshListeners } from './ssh-listeners.ts'
import { type SshWish, SshWishes } from './ssh-wishes.ts'

const host = '127.0.50.77'
let database: OpenDatabase
let listeners: SshListeners
let echo: Server
let isRunning: boolean
let taken: SshWish[]
let used: string[]
let now: number

beforeEach(async () => {
  database = await openDatabase({ file: ':memory:' })
  echo = createServer({ allowHalfOpen: true }, (socket) => void socket.pipe(socket))
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  isRunning = true
  taken = []
  used = []
  now = 0
  listeners = new SshListeners({
    log: pino({ enabled: false }),
    openChannel: async () => (isRunning ? dialEcho() : undefined),
    onInput: (label) => used.push(label),
    onPortInUse: (wish) => taken.push(wish),
    now: () => now,
  })
})
afterEach(async () => {
  listeners.close()
  echo.close()
  await database.close()
})

test('CI-33: a connection to the address of an instance reaches its node, and counts as use', async () => {
  const port = await freePort()
  await wish(port)
  const client = await connected(port)
  client.end('SSH-2.0-test\r\n')
  expect(await text(client)).toBe('SSH-2.0-test\r\n')
  expect(used).toContain('box-lab')
})

test('CI-30: nothing listens for an instance without SSH', async () => {
  const port = await freePort()
  await writeFleet(database.db, { name: 'Box', ssh: undefined })
  listeners.sync(await new SshWishes(database.db, host).read())
  await expect(connected(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('whoever connects to a stopped instance is hung up on', async () => {
  const port = await freePort()
  isRunning = false
  await wish(port)
  expect(await text(await connected(port))).toBe('')
})

test('a port somebody else has is told of, and tried again later', async () => {
  const other = createServer()
  other.listen(0, host)
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  await wish(port)
  await vi.waitUntil(() => taken.length > 0, 150_000)
  expect(taken.map(({ fleetKey: key, endpoint }) => [key, endpoint.port])).toEqual([[fleetKey('Box'), port]])
  other.close()
  await once(other, 'close')
  now = 6000
  await wish(port)
  await connected(port).then((socket) => socket.destroy())
})

test('an instance that goes takes its listener and connections with it', async () => {
  const port = await freePort()
  await wish(port)
  const client = await connected(port)
  client.write('x')
  await once(client, 'data')
  await deleteFleet(database.db, 'Box')
  listeners.sync(await new SshWishes(database.db, host).read())
  await once(client, 'end')
  client.destroy()
  await expect(connected(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('a change that is none to SSH leaves connections alone', async () => {
  const port = await freePort()
  const wishes = new SshWishes(database.db, host)
  await writeFleet(database.db, { name: 'Box', ssh: { host, port } })
  listeners.sync(await wishes.read())
  const client = await connected(port)
  await writeFleet(database.db, { name: 'Box', ssh: { host, port }, ownerId: 'ben' })
  listeners.sync(await wishes.read())
  client.end('still here')
  expect(await text(client)).toBe('still here')
})

test('beyond 64 connections to a node the next is hung up on', async () => {
  const port = await freePort()
  await wish(port)
  const clients = await Promise.all(Array.from({ length: 64 }, () => connected(port)))
  for (const client of clients) client.write('x')
  await Promise.all(clients.map((client) => once(client, 'data')))
  expect(await text(await connected(port))).toBe('')
  for (const client of clients) client.destroy()
})

async function wish(port: number): Promise<void> {
  await writeFleet(database.db, { name: 'Box', ssh: { host, port } })
  const wishes = await new SshWishes(database.db, host).read()
  listeners.sync(wishes)
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

async function connected(port: number): Promise<Socket> {
  const socket = connect({ host, port, allowHalfOpen: true })
  await once(socket, 'connect')
  socket.on('error', () => {})
  return socket
}

async function dialEcho(): Promise<Duplex> {
  const { port } = echo.address() as { port: number }
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true })
  await once(socket, 'connect')
  return socket
}
