// A node as the gateway sees one: a real TCP listener with the real handshake, and behind channel `lab` an HTTP server that
// says what it was sent. Behind `ssh` everything comes back; `term` is left to the test.

import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { WebSocketServer } from 'ws'
import { acceptChannel } from '../../src/engine/accept-channel.ts'
import { bootKey } from '../../src/engine/channel-protocol.ts'
import type { Endpoint } from '../../src/engine/engine.ts'

export interface ChannelNode extends AsyncDisposable {
  readonly endpoint: Endpoint
  readonly machineKey: string
  readonly bootId: string
  readonly key: Buffer
  /** How often a channel was opened. */
  opened(channel: string): number
}

export async function startChannelNode(
  channelKey: Buffer,
  { machineKey = 'machine', bootId = 'one' } = {},
): Promise<ChannelNode> {
  const key = bootKey(channelKey, machineKey, bootId)
  const app = labServer()
  const sockets = new Set<Socket>()
  const opened: string[] = []
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    void serve(socket)
  })
  const serve = async (socket: Socket): Promise<void> => {
    const refuse = (channel: string) =>
      ['lab', 'ssh', 'term'].includes(channel) ? undefined : { code: 'NoSuchChannel', message: 'No such channel' }
    const channel = await acceptChannel(socket, { key, refuse })
    if (channel !== undefined) opened.push(channel)
    if (channel === 'lab') app.emit('connection', socket)
    else socket.pipe(socket)
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    machineKey,
    bootId,
    key,
    opened: (channel) => opened.filter((each) => each === channel).length,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function labServer(): Server {
  const server = createHttpServer((request, response) => void answer(request, response))
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    if (request.url?.startsWith('/raw/')) {
      socket.end(Buffer.from(request.url.slice('/raw/'.length), 'base64url'))
      return
    }
    if (request.url !== '/ws') {
      socket.end('HTTP/1.1 418 Teapot\r\nContent-Length: 5\r\n\r\nshort')
      return
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('message', (data, isBinary) => client.send(data, { binary: isBinary }))
    })
  })
  return server
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? ''
  if (path.startsWith('/raw/')) {
    request.socket.end(Buffer.from(path.slice('/raw/'.length), 'base64url'))
    return
  }
  if (path === '/events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    response.write('data: first\n\n')
    return
  }
  if (path === '/cookies') {
    response.writeHead(
      200,
      [
        ['Set-Cookie', '_xsrf=1; Path=/'],
        ['Set-Cookie', 'tossed=1; Domain=localhost; Path=/'],
        ['Set-Cookie', '__Host-carrel_app=stolen; Path=/; Secure'],
        ['Strict-Transport-Security', 'max-age=9; includeSubDomains'],
      ].flat(),
    )
    response.end()
    return
  }
  if (path === '/cut') {
    response.writeHead(200, { 'Content-Length': '100' })
    response.write('half', () => response.destroy())
    return
  }
  let received = 0
  for await (const chunk of request) received += (chunk as Buffer).length
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify({ by: 'node', method: request.method, path, headers: request.headers, received }))
}
