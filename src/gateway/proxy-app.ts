// Carries an admitted request to its app in a node. Depends on the node and the store alone: with the server away, apps go
// on and new requests with a valid session come through.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { DialError } from '../engine/dial.ts'
import { type AppHost, admitToApp } from './admit-to-app.ts'
import { notAnswering, notRunning, tooManyOpen } from './app-refusals.ts'
import type { AppTarget, Reach } from './app-target.ts'
import { forward } from './forward.ts'
import type { GatewayParts } from './gateway-parts.ts'
import { hasBody } from './headers.ts'
import { nodeResponseHeaders } from './node-response-headers.ts'
import { isNavigation, redirect, refuse } from './reply.ts'
import { serveTerminal } from './serve-terminal.ts'
import { type Hop, nodeHeaders } from './upstream-headers.ts'

export interface AppRequest {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly host: AppHost
  readonly hop: Hop
}

export async function proxyToApp(app: AppRequest, parts: GatewayParts): Promise<void> {
  const { request, response } = app
  const admission = await admitToApp(request, app.host, { ...parts, isUpgrade: false })
  if (response.destroyed) return
  if (admission.kind === 'login') return redirect(request, response, admission.location)
  if (admission.kind === 'refused') return refuse(request, response, admission.refusal)
  const { target, session } = admission
  const { reach, label } = target
  if (reach === undefined) return refuse(request, response, notRunning(target, parts.clock.now()))
  if (parts.open.isFull(session.objectId)) return refuse(request, response, tooManyOpen)
  if (isNavigation(request) || !isSafe(request)) parts.activity.record(label)
  const leave = parts.open.add({ session, label, bootId: reach.bootId, close: () => request.socket.destroy() })
  // From here on it is between the person and the app how long they are silent.
  const idleMs = request.socket.timeout ?? 0
  request.socket.setTimeout(0)
  try {
    if (target.channel === 'term') serveTerminal(app, target, parts.terminal)
    else await passOn(app, { target, reach }, parts)
  } catch (error) {
    parts.routes.forget(label)
    parts.log.info({ err: error, label }, 'an app does not answer')
    if (!response.destroyed) refuse(request, response, notAnswering(target, error, parts.clock.now()))
  } finally {
    leave()
    request.socket.setTimeout(idleMs)
  }
}

async function passOn(
  { request, response, hop }: AppRequest,
  { target, reach }: { readonly target: AppTarget; readonly reach: Reach },
  { nodes }: GatewayParts,
): Promise<void> {
  const { agent, authorization } = nodes.upstream(target.label, reach, target.channel)
  const headers = nodeHeaders(hop, authorization)
  const forwarded = { request, response, agent, headers, answerHeaders: nodeResponseHeaders }
  const isRepeatable = isSafe(request) && !hasBody(request.rawHeaders)
  await forward(forwarded).catch((error: unknown) => {
    // A kept connection may end just as it is used again. A node that could not be dialled is not asked twice.
    if (!isRepeatable || error instanceof DialError || response.destroyed) throw error
    return forward(forwarded)
  })
}

function isSafe({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}
