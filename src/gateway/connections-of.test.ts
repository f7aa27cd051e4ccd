import { EventEmitter, once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { ConnectionsOf } from './connections-of.ts'

test('an address has as many connections as one may, others have theirs, and one that ends makes room', async () => {
  const addresses = new ConnectionsOf(2)
  const taken: boolean[] = []
  const server = createServer((socket) => {
    socket.on('error', () => {})
    taken.push(addresses.add(socket))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  onTestFinished(() => void server.close())
  const open = async (localAddress: string) => {
    const before = taken.length
    const socket = connect({ port, host: '127.0.0.1', localAddress })
    socket.on('error', () => {})
    onTestFinished(() => void socket.destroy())
    await expect.poll(() => taken.length).toBe(before + 1)
    return { socket, isTaken: taken.at(-1) }
  }
  const first = await open('127.0.0.1')
  expect((await open('127.0.0.1')).isTaken).toBe(true)
  expect((await open('127.0.0.1')).isTaken).toBe(false)
  expect((await open('127.0.0.2')).isTaken).toBe(true)
  first.socket.destroy()
  await expect.poll(async () => (await open('127.0.0.1')).isTaken).toBe(true)
})

test('the addresses of one /64 have together as many as one may', () => {
  const addresses = new ConnectionsOf(2)
  const from = (remoteAddress: string) => {
    const socket = Object.assign(new EventEmitter(), { remoteAddress, destroy: () => socket })
    return addresses.add(socket as unknown as Socket)
  }
  const hosts = ['2001:db8:0:1::1', '2001:db8:0:1::2', '2001:db8:0:1::3', '2001:db8:0:2::1']
  expect(hosts.map(from)).toEqual([true, true, false, true])
  expect(['::ffff:192.0.2.1', '192.0.2.1', '::ffff:c000:201'].map(from)).toEqual([true, true, false])
})
