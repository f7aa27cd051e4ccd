// The cookies that are ours on an app's origin: read here, kept from the node, and never taken from it.

import { appSessionCookie } from '../identity/cookies.ts'

const ownPrefix = '__host-carrel_'

/** The session's secret, or undefined when there is none, more than one, or something no session could be. */
export function sessionCookie(header: string | undefined): string | undefined {
  const values = cookiePairs(header ?? '')
    .filter(([name]) => name === appSessionCookie)
    .map(([, value]) => value)
  const [value] = values
  return values.length === 1 && value !== undefined && /^[\w.~-]{16,256}$/.test(value) ? value : undefined
}

/** The header less our cookies, '' when nothing is left. */
export function withoutOwnCookies(header: string): string {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '' && !pair.toLowerCase().startsWith(ownPrefix))
    .join('; ')
}

/**
 * Whether a node may set this cookie. Not for a whole domain, where sibling apps would receive it; not under our names;
 * and not without a name, which a browser sends back as if its value were the name.
 */
export function mayNodeSet(setCookie: string): boolean {
  const [pair = '', ...attributes] = setCookie.split(';')
  const name = pair.split('=', 1)[0]?.trim().toLowerCase() ?? ''
  if (!pair.includes('=') || name === '' || name.startsWith(ownPrefix)) return false
  return !attributes.some((attribute) => attribute.split('=', 1)[0]?.trim().toLowerCase() === 'domain')
}

function cookiePairs(header: string): [string, string][] {
  return header.split(';').map((pair) => {
    const at = pair.indexOf('=')
    return [pair.slice(0, Math.max(at, 0)).trim(), pair.slice(at + 1).trim()]
  })
}
