// What of a request's headers goes on to the server or to a node, and what we say in their place.

import { filterHeaders, headerValues, hopByHop, type RawHeaders } from './headers.ts'
import { withoutOwnCookies } from './own-cookies.ts'

export interface Hop {
  readonly raw: RawHeaders
  readonly remoteAddress: string
  readonly scheme: 'http' | 'https'
  /** The one spelling of the host; replaces what the client sent. */
  readonly host: string
  readonly isUpgrade: boolean
}

export function serverHeaders(hop: Hop): string[] {
  const dropped = hopByHop(hop.raw)
  const kept = filterHeaders(hop.raw, (name) => !dropped.has(name) && !isOurs(name))
  return [...ownHeaders(hop), ...kept]
}

/** The node learns neither who is signed in nor how: our cookies and every `Authorization` end here. */
export function nodeHeaders(hop: Hop, authorization: string | undefined): string[] {
  const dropped = hopByHop(hop.raw)
  const kept = filterHeaders(
    hop.raw,
    (name) => !dropped.has(name) && !isOurs(name) && name !== 'authorization' && name !== 'cookie',
  )
  const cookies = withoutOwnCookies(headerValues(hop.raw, 'cookie').join('; '))
  return [
    ...ownHeaders(hop),
    ...(authorization === undefined ? [] : ['Authorization', authorization]),
    ...(cookies === '' ? [] : ['Cookie', cookies]),
    ...kept,
  ]
}

/** Names only we may speak under: whoever sends them to us is guessing at what stands behind. */
function isOurs(name: string): boolean {
  return (
    name === 'host' ||
    name === 'expect' ||
    name === 'forwarded' ||
    name === 'x-real-ip' ||
    name.startsWith('x-forwarded-')
  )
}

function ownHeaders(hop: Hop): string[] {
  const chunked = headerValues(hop.raw, 'transfer-encoding').length > 0
  return [
    'Host',
    hop.host,
    'X-Forwarded-For',
    hop.remoteAddress,
    'X-Forwarded-Proto',
    hop.scheme,
    'X-Forwarded-Host',
    hop.host,
    ...(hop.isUpgrade ? ['Connection', 'Upgrade', 'Upgrade', 'websocket'] : []),
    ...(chunked && !hop.isUpgrade ? ['Transfer-Encoding', 'chunked'] : []),
  ]
}
