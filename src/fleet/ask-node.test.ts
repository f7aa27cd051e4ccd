import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { Engine } from '../engine/engine.ts'
import { askNode } from './ask-node.ts'

/** A node that answers how often it was asked. `connections`: of the server's side, in their order. */
async function node() {
  let asked = 0
  const connections: Socket[] = []
  const http = createHttpServer((_request, response) => response.end(String(++asked)))
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
  const ask = async () => (await askNode(engine, 'm', { method: 'GET', path: '/' })).body.toString()
  return { ask, connections }
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
