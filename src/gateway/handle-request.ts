// The first look at every request: its host says server or app, its path whether it is one of ours. What is neither is
// refused here, in ARM's error shape, before anything is looked up.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { checkOrigin } from './check-origin.ts'
import type { GatewayParts } from './gateway-parts.ts'
import { headerValues } from './headers.ts'
import { foreignOriginPage } from './pages/refusal-pages.ts'
import { type HostTarget, type ListenerAddress, parseHost } from './parse-host.ts'
import { proxyToApp } from './proxy-app.ts'
import { proxyUpgradeToApp } from './proxy-app-upgrade.ts'
import { proxyToServer, proxyUpgradeToServer } from './proxy-server.ts'
import { isNavigation, type Refusal, redirect, refuse, refuseUpgrade } from './reply.ts'
import { pathKind, returnPath } from './request-path.ts'
import { serveAsset } from './serve-terminal.ts'
import type { Hop } from './upstream-headers.ts'

export interface RequestHandlers {
  onRequest(request: IncomingMessage, response: ServerResponse): void
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

export function requestHandlers(parts: GatewayParts, address: ListenerAddress): RequestHandlers {
  return {
    onRequest(request, response) {
      handle({ request, response }, parts, address).catch((error: unknown) => {
        parts.log.error({ err: error }, 'a request failed')
        if (response.headersSent) response.destroy()
        else refuse(request, response, broken)
      })
    },
    onUpgrade(request, socket, head) {
      handleUpgrade({ request, socket, head }, parts, address).catch((error: unknown) => {
        parts.log.error({ err: error }, 'an upgrade failed')
        socket.destroy()
      })
    },
  }
}

async function handle(
  exchange: { readonly request: IncomingMessage; readonly response: ServerResponse },
  parts: GatewayParts,
  address: ListenerAddress,
): Promise<void> {
  const { request, response } = exchange
  const read = readTarget(request, address, false)
  if (read.kind === 'refused') return refuse(request, response, read.refusal)
  const { host, hop, path } = read
  if (host.kind === 'server') return proxyToServer({ ...exchange, hop }, parts)
  const home = parts.appOrigin(host.label)
  if (host.origin !== home) return sendHome(exchange, home)
  if (path === 'assets') return serveAsset(exchange, parts.terminal)
  if (path !== 'carrel') return proxyToApp({ ...exchange, host, hop }, parts)
  const foreign = foreignToSignIn(request, host.origin)
  if (foreign !== undefined) return refuse(request, response, foreign)
  // What was asked for here, such as a start, must show on the page the browser is sent to next.
  return proxyToServer({ ...exchange, hop, onAnswer: () => parts.routes.forget(host.label) }, parts)
}

async function handleUpgrade(
  exchange: { readonly request: IncomingMessage; readonly socket: Duplex; readonly head: Buffer },
  parts: GatewayParts,
  address: ListenerAddress,
): Promise<void> {
  const read = readTarget(exchange.request, address, true)
  if (read.kind === 'refused') return refuseUpgrade(exchange.socket, read.refusal)
  const { host, hop } = read
  if (host.kind === 'server') return proxyUpgradeToServer({ ...exchange, hop }, parts)
  if (host.origin !== parts.appOrigin(host.label)) return refuseUpgrade(exchange.socket, misdirected)
  return proxyUpgradeToApp({ ...exchange, host, hop }, parts)
}

type Ours = Extract<HostTarget, { kind: 'server' | 'app' }>

type Read =
  | { readonly kind: 'ours'; readonly host: Ours; readonly hop: Hop; readonly path: ReturnType<typeof pathKind> }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

function readTarget(request: IncomingMessage, address: ListenerAddress, isUpgrade: boolean): Read {
  const hosts = headerValues(request.rawHeaders, 'host')
  const host = parseHost(hosts.length === 1 ? hosts[0] : undefined, address)
  const path = pathKind(request.url ?? '')
  if (host.kind === 'malformed' || path === 'malformed') return { kind: 'refused', refusal: malformed }
  if (host.kind === 'foreign') return { kind: 'refused', refusal: misdirected }
  // Whatever the host: these routes are the gateway's own.
  if (path === 'internal' && host.kind === 'server') return { kind: 'refused', refusal: notFound }
  const remoteAddress = request.socket.remoteAddress ?? 'unknown'
  const hop = { raw: request.rawHeaders, remoteAddress, scheme: address.scheme, host: host.host, isUpgrade }
  return { kind: 'ours', host, hop, path }
}

/** Sessions belong to one origin, so an app is at one of our two ports only. */
function sendHome({ request, response }: Parameters<typeof serveAsset>[0], home: string): void {
  if (isNavigation(request)) redirect(request, response, home + returnPath(request.url ?? '/'))
  else refuse(request, response, misdirected)
}

/** Sign-in pages of an app's origin are reached by links from elsewhere, but posted to by its own pages alone. */
function foreignToSignIn(request: IncomingMessage, origin: string): Refusal | undefined {
  const facts = { method: request.method ?? '', isUpgrade: false, headers: request.headers, origin }
  const message = checkOrigin(facts)
  return message === undefined ? undefined : { status: 403, code: 'ForeignOrigin', message, page: foreignOriginPage() }
}

const malformed: Refusal = { status: 400, code: 'BadRequest', message: 'The request names no host and path of ours.' }
const misdirected: Refusal = {
  status: 421,
  code: 'MisdirectedRequest',
  message: 'This installation does not answer at that host name and port.',
}
const notFound: Refusal = { status: 404, code: 'NotFound', message: 'There is nothing at this path.' }
const broken: Refusal = { status: 500, code: 'InternalServerError', message: 'The gateway failed; its log says why.' }
