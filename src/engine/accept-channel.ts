// The node's side of opening a channel, as in `channel-protocol.ts`, for nodes that live in this process (the memory
// engine). Promise: nothing is answered but `undefined` to a client that did not prove that it knows the key.

import type { Socket } from 'node:net'
import { channelProof, channelProtocolVersion, isChannel, isNonce, isSameProof, newNonce } from './channel-protocol.ts'
import type { Channel } from './engine.ts'
import { readLine } from './line-reader.ts'

const firstLineMs = 5000

export interface AcceptOptions {
  readonly key: Uint8Array
  /** Codes of channels that cannot be opened; undefined: go on. */
  refuse(channel: Channel): { readonly code: string; readonly message: string } | undefined
}

/** The channel that was asked for, with the socket ready to be it; undefined: refused, and the socket is closed. */
export async function acceptChannel(socket: Socket, options: AcceptOptions): Promise<Channel | undefined> {
  const timer = setTimeout(() => socket.destroy(), firstLineMs)
  try {
    const channel = await proveBoth(socket, options.key)
    const refusal = options.refuse(channel)
    socket.write(`${JSON.stringify(refusal === undefined ? { ok: true } : { ok: false, ...refusal })}\n`)
    if (refusal === undefined) return channel
    socket.end()
  } catch {
    socket.destroy()
  } finally {
    clearTimeout(timer)
  }
  return undefined
}

async function proveBoth(socket: Socket, key: Uint8Array): Promise<Channel> {
  const hello = JSON.parse(await readLine(socket)) as Record<string, unknown>
  const { v, channel, nonce } = hello
  if (v !== channelProtocolVersion || !isChannel(channel) || !isNonce(nonce)) throw new Error('not a greeting')
  const mine = newNonce()
  const proof = channelProof(key, 'node', [nonce, mine], channel)
  socket.write(`${JSON.stringify({ nonce: mine, proof })}\n`)
  const answer = JSON.parse(await readLine(socket)) as Record<string, unknown>
  const expected = channelProof(key, 'client', [mine, nonce], channel)
  if (typeof answer['proof'] !== 'string' || !isSameProof(answer['proof'], expected)) throw new Error('wrong proof')
  return channel
}
