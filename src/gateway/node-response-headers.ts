// What of a node's answer reaches the browser: all of it, less what would act beyond the app's own origin or in our name.

import { filterHeaders, headerValues, hopByHop, type RawHeaders } from './headers.ts'
import { mayNodeSet } from './own-cookies.ts'

export function nodeResponseHeaders(raw: RawHeaders): string[] {
  const dropped = hopByHop(raw)
  const kept = filterHeaders(
    raw,
    (name, value) => !dropped.has(name) && !actsBeyond.has(name) && (name !== 'set-cookie' || mayNodeSet(value)),
  )
  const added = defaults.filter(([name]) => headerValues(kept, name.toLowerCase()).length === 0)
  return [...kept, ...added.flat()]
}

/** They speak for the host name on every port, where others of ours listen. */
const actsBeyond = new Set(['strict-transport-security', 'alt-svc'])

/** For apps that say nothing themselves; chosen so that Jupyter and its extensions work unchanged. */
const defaults = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'same-origin'],
  ['X-Frame-Options', 'SAMEORIGIN'],
  ['Cross-Origin-Opener-Policy', 'same-origin-allow-popups'],
] as const
