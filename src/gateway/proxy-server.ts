// Everything that is not an app goes to the server, which may be restarting: a request waits for it, and one that was cut
// off before an answer is sent again where that cannot do anything twice.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { type Forwarded, forward } from './forward.ts'
import { forwardUpgrade } from './forward-upgrade.ts'
import type { GatewayParts } from './gateway-parts.ts'
import { filterHeaders, hasBody, hopByHop, type RawHeaders } from './headers.ts'
import { serverAwayPage } from './pages/refusal-pages.ts'
import { type Refusal, refuse, refuseUpgrade } from './reply.ts'
import { type Hop, serverHeaders } from './upstream-headers.ts'

type Parts = Pick<GatewayParts, 'server' | 'log'>

export interface ServerRequest {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly hop: Hop
  /** Called when the server has answered, before the client knows. */
  onAnswer?(): void
}

export async function proxyToServer(
  { request, response, hop, onAnswer }: ServerRequest,
  { server, log }: Parts,
): Promise<void> {
  const passedOn = (raw: RawHeaders): string[] => {
    onAnswer?.()
    return answerHeaders(raw)
  }
  const forwarded = { request, response, agent: server, headers: serverHeaders(hop), answerHeaders: passedOn }
  const isRepeatable = ['GET', 'HEAD', 'OPTIONS'].includes(request.method ?? '') && !hasBody(request.rawHeaders)
  try {
    await (isRepeatable ? forwardAgain(forwarded) : forward(forwarded))
  } catch (error) {
    log.warn({ err: error }, 'the server does not answer')
    if (!response.destroyed) refuse(request, response, serverAway)
  }
}

/**
 * Every connection that was kept open to a server that died fails once, so one more attempt may meet the next of them;
 * the patience is a connection's own, counted once for all attempts.
 */
async function forwardAgain(forwarded: Forwarded): Promise<void> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    try {
      return await forward(forwarded)
    } catch (error) {
      if (forwarded.response.destroyed || performance.now() > deadline) throw error
      await delay(againMs)
    }
  }
}

const patienceMs = 10_000
const againMs = 20

export async function proxyUpgradeToServer(
  { request, socket, head, hop }: { request: IncomingMessage; socket: Duplex; head: Buffer; hop: Hop },
  { server, log }: Parts,
): Promise<void> {
  try {
    await forwardUpgrade({ request, socket, head, agent: server, headers: serverHeaders(hop), answerHeaders })
  } catch (error) {
    log.warn({ err: error }, 'the server does not answer')
    refuseUpgrade(socket, serverAway)
  }
}

function answerHeaders(raw: RawHeaders): string[] {
  const dropped = hopByHop(raw)
  return filterHeaders(raw, (name) => !dropped.has(name))
}

const serverAway: Refusal = {
  status: 503,
  code: 'ServerUnavailable',
  message: 'The server is restarting. Try again.',
  retryAfter: 2,
  page: serverAwayPage(),
}
