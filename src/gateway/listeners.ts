// Opens the ports the product is reached at, on loopback: HTTPS on the configured one, plain HTTP on the next. Limits keep
// a client that is slow, silent or too many from costing more than its own connections.

import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerOptions } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { RequestHandlers } from './handle-request.ts'
import type { ListenerAddress } from './parse-host.ts'

export interface ListenersOptions {
  /** HTTPS; the next is plain HTTP. */
  readonly port: number
  readonly domain: string
  readonly tls: { readonly cert: Buffer; readonly key: Buffer }
  handlersFor(address: ListenerAddress): RequestHandlers
}

/** Throws with a sentence when a port is taken. What it answers closes every connection. */
export async function openListeners(options: ListenersOptions): Promise<AsyncDisposable> {
  const { port, domain, tls } = options
  const secure = (): Server => createHttpsServer({ ...limits, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: 10_000 })
  const plain = (): Server => createHttpServer(limits)
  const opened: Opened[] = []
  const wanted = ['127.0.0.1', '::1'].flatMap((host) => [
    { host, make: secure, address: { scheme: 'https', port, domain } as const },
    { host, make: plain, address: { scheme: 'http', port: port + 1, domain } as const },
  ])
  try {
    for (const { host, make, address } of wanted) {
      const server = prepare(make(), options.handlersFor(address))
      if (await listen(server.server, host, address.port)) opened.push(server)
    }
  } catch (error) {
    await closeAll(opened)
    throw error
  }
  return { [Symbol.asyncDispose]: () => closeAll(opened) }
}

const limits: ServerOptions = {
  maxHeaderSize: 32 * 1024,
  headersTimeout: 15_000,
  // Uploads take as long as they take; a silent client is let go of by `idleMs`.
  requestTimeout: 0,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5000,
  keepAlive: true,
  keepAliveInitialDelay: 30_000,
  noDelay: true,
  // Anything else that asks for another protocol is answered as if it had not.
  shouldUpgradeCallback: isWebSocket,
}
const idleMs = 120_000
const maxConnections = 4096

interface Opened {
  readonly server: Server
  readonly sockets: Set<Duplex>
}

function prepare(server: Server, { onRequest, onUpgrade }: RequestHandlers): Opened {
  const sockets = new Set<Duplex>()
  server.maxConnections = maxConnections
  server.timeout = idleMs
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('request', onRequest)
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // From here on nobody else listens for its errors or its silence.
    socket.on('error', () => {})
    socket.setTimeout(0)
    onUpgrade(request, socket, head)
  })
  server.on('connect', (_request, socket: Duplex) => {
    socket.on('error', () => {})
    socket.end('HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
  })
  return { server, sockets }
}

function isWebSocket(request: IncomingMessage): boolean {
  return request.method === 'GET' && request.headers.upgrade?.toLowerCase() === 'websocket'
}

/** False: this machine has no such address (IPv6 switched off). */
function listen(server: Server, host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (host === '::1' && (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT')) resolve(false)
      else reject(new Error(`Cannot listen on port ${port} of ${host}: ${error.message}`, { cause: error }))
    })
    server.listen({ host, port, ipv6Only: true }, () => resolve(true))
  })
}

async function closeAll(opened: readonly Opened[]): Promise<void> {
  await Promise.all(
    opened.map(({ server, sockets }) => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      return closed
    }),
  )
}
