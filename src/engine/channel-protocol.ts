// How one connection to a node's supervisor is opened. Both ends prove that they know the boot's key before a byte of the
// channel flows; the key itself never crosses the wire.
//
//   client → {"v":1,"channel":"lab","nonce":C}\n
//   node   → {"nonce":N,"proof":HMAC(key,"node"|C|N|channel)}\n
//   client → {"proof":HMAC(key,"client"|N|C|channel)}\n
//   node   → {"ok":true}\n   or   {"ok":false,"code":"NoSuchChannel","message":"…"}\n
//
// After `ok` the connection is the channel: bytes both ways, half-close included. A line is at most 1 KiB; a node that has
// not had a valid first line within 5 s closes. The supervisor holds its own copy of this (it imports nothing of the server).
// Nonces are 32 characters of base64url, a channel is `[a-z]+` with an optional `:<number>`: nothing in a proof can be read
// two ways. Each side refuses the other's line otherwise.

import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

export const channelProtocolVersion = 1
export const maxLineBytes = 1024
/** Port the supervisor listens on inside a node. */
export const supervisorPort = 7070

/** The key of one boot of one machine: derived, so neither database nor engine keeps it. */
export function bootKey(channelKey: Uint8Array, machineKey: string, bootId: string): Buffer {
  return Buffer.from(hkdfSync('sha256', channelKey, machineKey, `carrel-boot:${bootId}`, 32))
}

export function newNonce(): string {
  return randomBytes(24).toString('base64url')
}

export function channelProof(
  key: Uint8Array,
  side: 'node' | 'client',
  nonces: readonly [string, string],
  channel: string,
): string {
  return createHmac('sha256', key)
    .update([side, ...nonces, channel].join('|'))
    .digest('base64url')
}

/** What an app inside the node asks of whoever reaches it (Jupyter's token): it, too, dies with the boot. */
export function appToken(key: Uint8Array, app: string): string {
  return createHmac('sha256', key).update(`app|${app}`).digest('base64url')
}

export function isNonce(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{32}$/.test(value)
}

export function isChannel(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z]{1,16}(:[0-9]{1,5})?$/.test(value)
}

export function isSameProof(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
