// The supervisor says its side of the protocol in its own words; here they meet the server's.

import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { bootKey } from '../engine/channel-protocol.ts'
import { dial } from '../engine/dial.ts'
import { encodeTerminalFrame, terminalFrameDecoder } from '../engine/terminal-frames.ts'
import { encodeFrames, frameDecoder } from './frames.ts'
import { acceptClient, answerOk, answerRefusal } from './handshake.ts'

const key = bootKey(Buffer.alloc(32, 1), 'c-one', 'boot')
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

test('server and supervisor open a channel to each other', async () => {
  const endpoint = await listen(async (socket) => {
    const channel = await acceptClient(socket, key)
    answerOk(socket)
    socket.write(`${channel}:`)
    socket.pipe(socket)
  })
  const stream = await dial({ endpoint, key, channel: 'port:80' })
  stream.end('bytes')
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  expect(Buffer.concat(chunks).toString()).toBe('port:80:bytes')
})

test('a refusal reaches the one who asked, with its reason', async () => {
  const endpoint = await listen(async (socket) => {
    await acceptClient(socket, key)
    answerRefusal(socket, 'NotReady', 'not yet')
  })
  await expect(dial({ endpoint, key, channel: 'lab' })).rejects.toMatchObject({
    channelCode: 'NotReady',
    message: 'not yet',
  })
})

test.each([
  ['another protocol', 'GET / HTTP/1.1\r\n\r\n'],
  ['a line that never ends', 'x'.repeat(5000)],
  ['a version it does not know', '{"v":2,"channel":"lab","nonce":"00000000000000000000000000000000"}\n'],
  ['a nonce that could be read two ways', '{"v":1,"channel":"lab","nonce":"0000000000000000|000000000000000"}\n'],
  ['a channel that could be read two ways', '{"v":1,"channel":"lab|x","nonce":"00000000000000000000000000000000"}\n'],
  ['null', 'null\n'],
])('%s is hung up on without a word', async (_what, text) => {
  let accepted: string | undefined = 'unset'
  const endpoint = await listen(async (socket) => {
    accepted = await acceptClient(socket, key)
  })
  const { connect } = await import('node:net')
  const socket = connect(endpoint)
  socket.on('error', () => {})
  let said = ''
  socket.on('data', (chunk) => {
    said += String(chunk)
  })
  socket.write(text)
  await new Promise((resolve) => socket.once('close', resolve))
  expect([said, accepted]).toEqual(['', undefined])
})

test('whoever cannot prove the key is hung up on after the node has proved its own', async () => {
  let accepted: string | undefined = 'unset'
  const endpoint = await listen(async (socket) => {
    accepted = await acceptClient(socket, key)
  })
  await expect(dial({ endpoint, key: Buffer.alloc(32), channel: 'lab' })).rejects.toMatchObject({ code: 'WrongKey' })
  await expect.poll(() => accepted).toBeUndefined()
})

test('both sides frame a terminal alike', () => {
  const long = Buffer.alloc(70_000, 'a')
  expect(encodeFrames(0, long)).toEqual(encodeTerminalFrame(0, long))
  expect(frameDecoder()(encodeTerminalFrame(1, '{}'))).toEqual(
    terminalFrameDecoder()(encodeFrames(1, Buffer.from('{}'))),
  )
})

async function listen(onSocket: (socket: Socket) => Promise<void>): Promise<{ host: string; port: number }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {})
    void onSocket(socket)
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { host: '127.0.0.1', port: (server.address() as { port: number }).port }
}
