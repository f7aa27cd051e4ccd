import { once } from 'node:events'
import { createServer as createHttpServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { Engine } from '../engine/engine.ts'
import { askNode } from './ask-node.ts'

/** A node that answers how often it was asked. `connections`: of the server's side, in their order. */
async function node() {
  let asked = 0
  const connections: Socket[] = []
  const http = createHttpServer((request, response) => {
    if (request.url === '/') response.end(String(++asked))
    else if (request.url === '/upgrade')
      request.socket.end('HTTP/1.1 101 No\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n')
    else if (request.url === '/held') response.end(held())
    else drip(request.url ?? '', response)
  })
  const door = createServer((socket) => {
    connections.push(socket)
    http.emit('connection', socket)
  })
  door.listen(0, '127.0.0.1')
  await once(door, 'listening')
  onTestFinished(() => {
    for (const socket of connections) socket.destroy()
    door.close()
  })
  const { port } = door.address() as AddressInfo
  const engine = {
    async connect() {
      const socket = connect(port, '127.0.0.1')
      await once(socket, 'connect')
      return socket
    },
  } as unknown as Engine
  const ask = async (path = '/') => (await askNode(engine, 'm', { method: 'GET', path })).body.toString()
  return { ask, connections }
}

/** This process has no turn meanwhile, for longer than a node may say nothing. */
function held(): string {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_500)
  return 'held'
}

/** Never silent for long, and never done. */
function drip(path: string, response: ServerResponse): void {
  if (path === '/body') response.writeHead(200)
  const more = setInterval(() => (path === '/body' ? response.write('x') : response.writeProcessing()), 10)
  response.on('close', () => clearInterval(more))
}

test('a node is asked again and again over one connection', async () => {
  const { ask, connections } = await node()
  expect([await ask(), await ask(), await ask()]).toEqual(['1', '2', '3'])
  expect(connections).toHaveLength(1)
})

test('one that hung up meanwhile is asked over another', async () => {
  const { ask, connections } = await node()
  await ask()
  connections[0]?.resetAndDestroy()
  // Asked before it is known here that the connection has ended.
  expect(await ask()).toBe('2')
  expect(connections).toHaveLength(2)
})

test('two questions at once do not wait for each other', async () => {
  const { ask, connections } = await node()
  expect((await Promise.all([ask(), ask()])).toSorted()).toEqual(['1', '2'])
  expect(connections).toHaveLength(2)
})

test('one whose answer this process was kept from reading has answered', async () => {
  const { ask } = await node()
  expect(await ask('/held')).toBe('held')
})

test.each(['/body', '/headers'])('one that never ends its %s is not listened to for ever', async (path) => {
  const { ask } = await node()
  await expect(ask(path)).rejects.toThrow('in time')
  expect(await ask()).toBe('1')
})

test('one that answers with another protocol has not answered', async () => {
  const { ask } = await node()
  await expect(ask('/upgrade')).rejects.toThrow('without an answer')
})
