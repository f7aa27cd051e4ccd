// Carries an admitted WebSocket to its app: straight through, or, for a terminal, by way of the node's frames.

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type AppHost, admitToApp } from './admit-to-app.ts'
import { notAnswering, notRunning, tooManyOpen } from './app-refusals.ts'
import type { AppTarget, Reach } from './app-target.ts'
import { forwardUpgrade } from './forward-upgrade.ts'
import type { GatewayParts } from './gateway-parts.ts'
import { nodeResponseHeaders } from './node-response-headers.ts'
import { openTerminal } from './open-terminal.ts'
import { refuseUpgrade } from './reply.ts'
import { type Hop, nodeHeaders } from './upstream-headers.ts'

export interface AppUpgrade {
  readonly request: IncomingMessage
  readonly socket: Duplex
  readonly head: Buffer
  readonly host: AppHost
  readonly hop: Hop
}

/** Answers when the connection has ended. */
export async function proxyUpgradeToApp(app: AppUpgrade, parts: GatewayParts): Promise<void> {
  const { request, socket } = app
  const admission = await admitToApp(request, app.host, { ...parts, isUpgrade: true })
  if (socket.destroyed || admission.kind === 'login') return
  if (admission.kind === 'refused') return refuseUpgrade(socket, admission.refusal)
  const { target, session } = admission
  const { reach, label } = target
  if (reach === undefined) return refuseUpgrade(socket, notRunning(target, parts.clock.now()))
  if (parts.open.isFull(session.objectId)) return refuseUpgrade(socket, tooManyOpen)
  const leave = parts.open.add({ session, label, bootId: reach.bootId, close: () => socket.destroy() })
  try {
    const onInput = (): void => parts.activity.record(label)
    if (target.channel === 'term') await openTerminal(app, () => parts.nodes.open(reach, 'term'), onInput)
    else await passOn(app, { target, reach, onInput }, parts)
  } catch (error) {
    parts.routes.forget(label)
    parts.log.info({ err: error, label }, 'an app does not answer')
    refuseUpgrade(socket, notAnswering(target, error, parts.clock.now()))
  } finally {
    leave()
  }
}

interface Destination {
  readonly target: AppTarget
  readonly reach: Reach
  readonly onInput: () => void
}

async function passOn(
  { request, socket, head, hop }: AppUpgrade,
  { target, reach, onInput }: Destination,
  { nodes }: GatewayParts,
): Promise<void> {
  const { agent, authorization } = nodes.upstream(target.label, reach, target.channel)
  const headers = nodeHeaders(hop, authorization)
  const onOpen = (): void => {
    socket.on('data', (chunk: Buffer) => {
      if (!isControlFrame(chunk)) onInput()
    })
  }
  await forwardUpgrade({ request, socket, head, agent, headers, answerHeaders: nodeResponseHeaders, onOpen })
}

/** Pings and pongs come without a person. A chunk from the middle of a message may be taken for one: another follows. */
function isControlFrame(chunk: Buffer): boolean {
  return ((chunk[0] ?? 0) & 0x08) !== 0
}
