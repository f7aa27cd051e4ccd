import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { acceptChannel } from './accept-channel.ts'
import { appToken, bootKey } from './channel-protocol.ts'
import { dial } from './dial.ts'

const key = bootKey(Buffer.alloc(32, 1), 'c-test0001-abc', 'boot1')
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

test('a channel carries bytes both ways after both sides proved the key, also those sent with the last line', async () => {
  const endpoint = await listen(async (socket) => {
    const channel = await acceptChannel(socket, { key, refuse: () => undefined })
    socket.write(`this is ${channel}:`)
    socket.pipe(socket)
  })
  const stream = await dial({ endpoint, key, channel: 'port:8080' })
  stream.end('hello')
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  expect(Buffer.concat(chunks).toString()).toBe('this is port:8080:hello')
})

test('a node with another key is not trusted, and a client with another key is hung up on', async () => {
  let accepted: string | undefined = 'unset'
  const endpoint = await listen(async (socket) => {
    accepted = await acceptChannel(socket, { key, refuse: () => undefined })
  })
  await expect(dial({ endpoint, key: Buffer.alloc(32), channel: 'lab' })).rejects.toMatchObject({ code: 'WrongKey' })
  await expect.poll(() => accepted).toBeUndefined()
})

test('a refused channel says why', async () => {
  const endpoint = await listen(async (socket) => {
    await acceptChannel(socket, { key, refuse: () => ({ code: 'NoSuchChannel', message: 'no app lab' }) })
  })
  await expect(dial({ endpoint, key, channel: 'lab' })).rejects.toMatchObject({
    code: 'Refused',
    channelCode: 'NoSuchChannel',
    message: 'no app lab',
  })
})

test('nothing listening, something that talks otherwise and something silent are told apart', async () => {
  const silent = await listen(async () => {})
  const chatty = await listen(async (socket) => void socket.write(`SSH-2.0-OpenSSH${'x'.repeat(3000)}\r\n`))
  await expect(dial({ endpoint: silent, key, channel: 'lab', timeoutMs: 50 })).rejects.toMatchObject({
    code: 'Timeout',
  })
  await expect(dial({ endpoint: chatty, key, channel: 'lab' })).rejects.toMatchObject({ code: 'Unreachable' })
  await expect(dial({ endpoint: { host: '127.0.0.1', port: 1 }, key, channel: 'lab' })).rejects.toMatchObject({
    code: 'Unreachable',
  })
})

test('a channel name that could be read two ways never leaves this side', async () => {
  const dialing = dial({ endpoint: { host: '127.0.0.1', port: 1 }, key, channel: 'lab|x' })
  await expect(dialing).rejects.toMatchObject({ code: 'Refused' })
})

test('an app has its own token at each boot', () => {
  const other = bootKey(Buffer.alloc(32, 1), 'c-test0001-abc', 'boot2')
  expect(new Set([appToken(key, 'lab'), appToken(key, 'other'), appToken(other, 'lab')]).size).toBe(3)
})

async function listen(onSocket: (socket: Socket) => Promise<void>): Promise<{ host: string; port: number }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {})
    onSocket(socket).catch(() => socket.destroy())
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { host: '127.0.0.1', port: address.port }
}
