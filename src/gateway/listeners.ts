// Opens the ports the product is reached at: HTTPS on the configured one, and without a domain plain HTTP on the next, on
// loopback alone. Limits keep a client that is slow, silent or too many from costing more than its own connections.

import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerOptions } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type ListeningAddress, listeningAddresses, type Reach } from '../base/listening-addresses.ts'
import { ConnectionsOf } from './connections-of.ts'
import type { RequestHandlers } from './handle-request.ts'
import type { ListenerAddress } from './parse-host.ts'
import type { ShownCertificates } from './shown-certificates.ts'

export interface ListenersOptions {
  readonly reach: Reach
  readonly certificates: ShownCertificates
  handlersFor(address: ListenerAddress): RequestHandlers
}

/** Throws with a sentence when a port is taken. What it answers closes every connection. */
export async function openListeners(options: ListenersOptions): Promise<AsyncDisposable> {
  const { reach, certificates } = options
  const opened: Opened[] = []
  try {
    for (const address of listeningAddresses(reach)) {
      const made = address.scheme === 'https' ? secureServer(certificates) : createHttpServer(limits)
      const server = prepare(made, options.handlersFor({ ...address, domain: reach.domain }))
      if (await listen(server.server, address)) opened.push(server)
    }
  } catch (error) {
    await closeAll(opened)
    throw error
  }
  return { [Symbol.asyncDispose]: () => closeAll(opened) }
}

function secureServer(certificates: ShownCertificates): Server {
  const { sniCallback: SNICallback } = certificates
  const server = createHttpsServer({ ...limits, ...certificates.options(), SNICallback, handshakeTimeout: 10_000 })
  // Connections that are open keep the certificate they were opened with.
  const stop = certificates.onChange(() => server.setSecureContext(certificates.options()))
  server.once('close', stop)
  return server
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
const maxConnections = 8192

interface Opened {
  readonly server: Server
  readonly sockets: Set<Duplex>
}

function prepare(server: Server, { onRequest, onUpgrade }: RequestHandlers): Opened {
  const sockets = new Set<Duplex>()
  server.maxConnections = maxConnections
  server.timeout = idleMs
  const addresses = new ConnectionsOf()
  server.on('connection', (socket: Socket) => {
    if (!addresses.add(socket)) return
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('request', onRequest)
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // From here on nobody else listens for its errors or its silence.
    socket.on('error', () => {})
    socket.setTimeout(0)
    // TLS, HTTP and two pipelines listen for its end; no leak is meant by so many.
    socket.setMaxListeners(24)
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
function listen(server: Server, { host, port, mayBeAbsent }: ListeningAddress): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (mayBeAbsent && (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT')) resolve(false)
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
