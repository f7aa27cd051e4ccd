// Opens a channel of a node, given where its supervisor answers and the key of its present boot. Needs no engine, so the
// gateway uses it with what the store says of a node:
//
//   const key = bootKey(channelKey, node.desired.machineKey, node.observed.bootId)
//   const stream = await dial({ endpoint: node.observed.endpoint, key, channel: 'lab' })
//
// Promise: a stream is only answered after the node has proved that it knows the key, and every failure is a `DialError`
// that says what to do about it. The stream is half-open capable: `end()` closes one direction; destroy it when done.

import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { channelProof, channelProtocolVersion, isChannel, isNonce, isSameProof, newNonce } from './channel-protocol.ts'
import type { Channel, Endpoint } from './engine.ts'
import { readLine } from './line-reader.ts'

export interface DialOptions {
  readonly endpoint: Endpoint
  /** From `bootKey`. */
  readonly key: Uint8Array
  readonly channel: Channel
  /** For the whole opening, not for what follows; 5 s unless told. */
  readonly timeoutMs?: number
}

/**
 * Unreachable: nothing answers, or it hung up (starting, stopped, or a boot ago: look the node up again).
 * WrongKey: it answers with another boot's key. Refused: `channelCode` says why the node would not (NoSuchChannel,
 * NotReady: nothing listens behind the channel yet). Timeout: it did not answer in time.
 */
export type DialCode = 'Unreachable' | 'WrongKey' | 'Refused' | 'Timeout'

export class DialError extends Error {
  override readonly name = 'DialError'
  readonly code: DialCode
  readonly channelCode: string | undefined

  constructor(code: DialCode, message: string, options: { channelCode?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.channelCode = options.channelCode
  }
}

export async function dial(options: DialOptions): Promise<Duplex> {
  if (!isChannel(options.channel)) throw new DialError('Refused', `${options.channel} cannot be a channel`)
  const { host, port } = options.endpoint
  const socket = connect({ host, port, allowHalfOpen: true, noDelay: true, keepAlive: true })
  // Held until the caller has its own: an error without a listener would end the process.
  const ignore = (): void => {}
  socket.on('error', ignore)
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    socket.destroy()
  }, options.timeoutMs ?? 5000)
  try {
    await handshake(socket, options)
    return socket
  } catch (error) {
    socket.destroy()
    const where = `channel ${options.channel} at ${host}:${port}`
    if (isLate) throw new DialError('Timeout', `No answer in time from ${where}`, { cause: error })
    if (error instanceof DialError) throw error
    throw new DialError('Unreachable', `Cannot reach ${where}: ${String(error)}`, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

async function handshake(socket: Socket, { key, channel }: DialOptions): Promise<void> {
  const mine = newNonce()
  socket.write(`${JSON.stringify({ v: channelProtocolVersion, channel, nonce: mine })}\n`)
  const hello = await readObject(socket)
  const theirs = hello['nonce']
  const proof = hello['proof']
  if (!isNonce(theirs) || typeof proof !== 'string') throw refusal(hello)
  if (!isSameProof(proof, channelProof(key, 'node', [mine, theirs], channel))) {
    throw new DialError('WrongKey', 'The node answers with the key of another boot')
  }
  socket.write(`${JSON.stringify({ proof: channelProof(key, 'client', [theirs, mine], channel) })}\n`)
  const verdict = await readObject(socket)
  if (verdict['ok'] !== true) throw refusal(verdict)
}

async function readObject(socket: Socket): Promise<Record<string, unknown>> {
  const value: unknown = JSON.parse(await readLine(socket))
  if (typeof value !== 'object' || value === null) throw new Error('not an object')
  return value as Record<string, unknown>
}

function refusal(line: Record<string, unknown>): DialError {
  const channelCode = typeof line['code'] === 'string' ? line['code'] : 'Unexplained'
  const message = typeof line['message'] === 'string' ? line['message'] : 'The node would not open the channel'
  return new DialError('Refused', message, { channelCode })
}
