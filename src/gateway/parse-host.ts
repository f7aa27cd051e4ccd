// Which of our names a request was sent to, from its Host header alone. Read strictly and from the right: a name that is
// not exactly one of ours on exactly this port goes nowhere, so no foreign page can reach us by pointing its name at us.

/** Where a listener answers: what a browser calls its origin, less the name. */
export interface ListenerAddress {
  readonly scheme: 'http' | 'https'
  readonly port: number
  /** Under which every app has its one label. */
  readonly domain: string
}

/** `host` is spelled the one way we use from here on: lower case, with the port unless it is the scheme's own. */
export type HostTarget =
  | { readonly kind: 'server'; readonly host: string; readonly origin: string }
  | { readonly kind: 'app'; readonly label: string; readonly host: string; readonly origin: string }
  | { readonly kind: 'malformed' }
  /** Well-formed, but not ours or not on this port. */
  | { readonly kind: 'foreign' }

export function parseHost(header: string | undefined, listener: ListenerAddress): HostTarget {
  const match = hostPattern.exec(header?.toLowerCase() ?? '')
  const name = match?.[1]
  if (name === undefined) return { kind: 'malformed' }
  const port = match?.[2] === undefined ? defaultPort[listener.scheme] : Number(match[2])
  if (port !== listener.port) return { kind: 'foreign' }
  const host = port === defaultPort[listener.scheme] ? name : `${name}:${port}`
  const origin = `${listener.scheme}://${host}`
  if (isServerName(name, listener.domain)) return { kind: 'server', host, origin }
  const label = labelOf(name, listener.domain)
  return label === undefined ? { kind: 'foreign' } : { kind: 'app', label, host, origin }
}

// No userinfo, no trailing dot (to a browser that is another origin), no percent sign, no leading zero in the port.
const hostPattern = /^(\[::1\]|[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::([1-9][0-9]{0,4}))?$/
const defaultPort = { http: 80, https: 443 } as const

function isServerName(name: string, domain: string): boolean {
  return [`carrel.${domain}`, domain, 'carrel.localhost', 'localhost', '127.0.0.1', '[::1]'].includes(name)
}

const labelPattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

function labelOf(name: string, domain: string): string | undefined {
  if (!name.endsWith(`.${domain}`)) return undefined
  const label = name.slice(0, -domain.length - 1)
  // A label in Punycode shows as other characters than it is compared by.
  return labelPattern.test(label) && !label.startsWith('xn--') ? label : undefined
}
