// The node's side of opening a channel; the other side, and the words of the protocol, are in the server's
// `engine/channel-protocol.ts`. Promise: whoever does not prove that it knows the boot's key learns nothing and is hung up
// on, and costs at most one line of memory and five seconds.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Socket } from 'node:net'

const maxLineBytes = 1024
const openingMs = 5000

/** The channel asked for; undefined: refused, and the socket is closed. It has not been answered `ok` yet. */
export async function acceptClient(socket: Socket, key: Uint8Array): Promise<string | undefined> {
  const timer = setTimeout(() => socket.destroy(), openingMs)
  try {
    return await proveBoth(socket, key)
  } catch {
    socket.destroy()
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

export function answerOk(socket: Socket): void {
  socket.write('{"ok":true}\n')
}

export function answerRefusal(socket: Socket, code: string, message: string): void {
  socket.end(`${JSON.stringify({ ok: false, code, message })}\n`)
}

async function proveBoth(socket: Socket, key: Uint8Array): Promise<string> {
  const { v, channel, nonce } = parseObject(await readLine(socket))
  if (v !== 1 || typeof channel !== 'string' || typeof nonce !== 'string') throw new Error('not a greeting')
  if (!/^[a-z]{1,16}(:[0-9]{1,5})?$/.test(channel) || !/^[A-Za-z0-9_-]{32}$/.test(nonce)) throw new Error('malformed')
  const mine = randomBytes(24).toString('base64url')
  socket.write(`${JSON.stringify({ nonce: mine, proof: proof(key, ['node', nonce, mine, channel]) })}\n`)
  const answer = parseObject(await readLine(socket))['proof']
  const [left, right] = [Buffer.from(String(answer)), Buffer.from(proof(key, ['client', mine, nonce, channel]))]
  if (left.length !== right.length || !timingSafeEqual(left, right)) throw new Error('wrong proof')
  return channel
}

function proof(key: Uint8Array, parts: readonly string[]): string {
  return createHmac('sha256', key).update(parts.join('|')).digest('base64url')
}

function parseObject(line: string): Record<string, unknown> {
  const value: unknown = JSON.parse(line)
  if (typeof value !== 'object' || value === null) throw new Error('not an object')
  return value as Record<string, unknown>
}

/** One line; what comes after it stays in the socket. */
export async function readLine(socket: Socket): Promise<string> {
  let held: Buffer = Buffer.alloc(0)
  for (;;) {
    const chunk = await nextChunk(socket)
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    const end = held.indexOf(10)
    if (end > maxLineBytes || (end < 0 && held.length > maxLineBytes)) throw new Error('line too long')
    if (end < 0) continue
    if (end + 1 < held.length) socket.unshift(held.subarray(end + 1))
    return held.toString('utf8', 0, end)
  }
}

function nextChunk(socket: Socket): Promise<Buffer> {
  const ready: unknown = socket.read()
  if (Buffer.isBuffer(ready)) return Promise.resolve(ready)
  return new Promise((resolve, reject) => {
    const onReadable = (): void => {
      const chunk: unknown = socket.read()
      if (Buffer.isBuffer(chunk)) settle(() => resolve(chunk))
    }
    const onGone = (): void => settle(() => reject(new Error('closed')))
    const settle = (act: () => void): void => {
      socket.off('readable', onReadable).off('end', onGone).off('close', onGone)
      act()
    }
    socket.on('readable', onReadable).on('end', onGone).on('close', onGone)
  })
}
