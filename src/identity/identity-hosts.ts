// Which of our names a request was sent to. The OIDC library builds redirects and cookies from the Host header, so a
// name that is not ours is refused before it sees one.

import type { Config } from '../config.ts'

export type IdentityHost =
  /** Serves tokens and pages. */
  | { readonly kind: 'server'; readonly origin: string }
  /** Serves the sign-in of one app. */
  | { readonly kind: 'app'; readonly label: string; readonly origin: string }

const labelPattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const appClientPrefix = 'app:'

/** Undefined: not ours. `protocol` and `host` as the gateway reports them. */
export function identityHost(config: Config, protocol: string, host: string): IdentityHost | undefined {
  const url = URL.parse(`${protocol}://${host}`)
  if (url === null || url.host !== host.toLowerCase() || !isOurListener(config, url)) return undefined
  const { domain } = config.installation
  const name = url.hostname
  if ([domain, `carrel.${domain}`, 'localhost', 'carrel.localhost', '127.0.0.1', '[::1]'].includes(name)) {
    return { kind: 'server', origin: url.origin }
  }
  const label = name.endsWith(`.${domain}`) ? name.slice(0, -domain.length - 1) : ''
  return isAppLabel(label) ? { kind: 'app', label, origin: url.origin } : undefined
}

/** `https://a-lab.localhost:8444` for the label `a-lab`: scheme and port are those of the pages. */
export function appOrigin(config: Config, label: string): string {
  const url = new URL(config.browserEndpoint)
  url.hostname = `${label}.${config.installation.domain}`
  return url.origin
}

export function appClientId(label: string): string {
  return appClientPrefix + label
}

/** Undefined when the id names no app. */
export function labelOfClient(clientId: string): string | undefined {
  if (!clientId.startsWith(appClientPrefix)) return undefined
  const label = clientId.slice(appClientPrefix.length)
  return isAppLabel(label) ? label : undefined
}

function isAppLabel(label: string): boolean {
  return labelPattern.test(label) && !label.startsWith('xn--') && label !== 'carrel'
}

function isOurListener(config: Config, url: URL): boolean {
  return [config.endpoint, config.browserEndpoint].some((ours) => {
    const { protocol, port } = new URL(ours)
    return url.protocol === protocol && url.port === port
  })
}
