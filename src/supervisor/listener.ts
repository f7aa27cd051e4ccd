// The one door of a node: accepts, lets clients prove themselves, and hands the socket to what the channel names.
// Promise: bounded. A client that says nothing, or too much, or too often cannot hold more than its place.

import { connect, createServer, type Server, type Socket } from 'node:net'
import { acceptClient, answerOk, answerRefusal } from './handshake.ts'

export const supervisorPort = 7070
const maxConnections = 1024

export interface Channels {
  readonly key: Uint8Array
  /** Ports on loopback behind channels with a name, such as `lab`. */
  readonly ports: Readonly<Record<string, number>>
  /** What takes the socket itself, such as `control`. */
  readonly handlers: Readonly<Record<string, (socket: Socket) => void>>
}

export function listen(channels: Channels): Server {
  const server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    void open(socket, channels)
  })
  server.maxConnections = maxConnections
  server.listen(supervisorPort, '0.0.0.0')
  return server
}

async function open(socket: Socket, channels: Channels): Promise<void> {
  const channel = await acceptClient(socket, channels.key)
  if (channel === undefined) return
  const handler = channels.handlers[channel]
  if (handler !== undefined) {
    answerOk(socket)
    handler(socket)
    return
  }
  const port = portOf(channel, channels)
  if (port === undefined) answerRefusal(socket, 'NoSuchChannel', `This node has no channel ${channel}`)
  else forward(socket, port)
}

function portOf(channel: string, channels: Channels): number | undefined {
  const named = channels.ports[channel]
  if (named !== undefined) return named
  const number = /^port:(\d+)$/.exec(channel)?.[1]
  const port = number === undefined ? 0 : Number(number)
  return port > 0 && port <= 65535 && port !== supervisorPort ? port : undefined
}

/** The channel is only answered `ok` when something listens behind it. */
function forward(socket: Socket, port: number): void {
  const target = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true })
  let isOpen = false
  target.on('connect', () => {
    isOpen = true
    answerOk(socket)
    socket.pipe(target)
    target.pipe(socket)
  })
  target.on('error', () => {
    if (isOpen) socket.destroy()
    else answerRefusal(socket, 'NotReady', `Nothing listens on port ${port} of this node`)
  })
  target.on('close', (hadError) => hadError || socket.end())
  socket.on('close', () => target.destroy())
}
