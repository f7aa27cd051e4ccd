// Which proxy leads outside, by the variables that stood before ours: the rules that curl and most others follow.

import { isIP } from 'node:net'
import { bareHost } from './azure-hosts.ts'
import { ExecFailure } from './exec-failure.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface Destination {
  readonly host: string
  readonly port: number
  readonly isHttps: boolean
}

/** Undefined: straight there. Lower case counts before upper case; of the proxies the one for the scheme first. */
export function upstreamProxy(environment: Environment, { host, port, isHttps }: Destination): string | undefined {
  const name = bareHost(host)
  if (isLoopback(name) || isExempt(variable(environment, 'no_proxy') ?? '', name, port)) return undefined
  const proxy = variable(environment, isHttps ? 'https_proxy' : 'http_proxy') ?? variable(environment, 'all_proxy')
  return proxy === undefined || proxy.includes('://') ? proxy : `http://${proxy}`
}

const usable = /^(https?|socks(4a?|5h?)?):$/

/** Throws `ExecFailure`; what it says holds no password. */
export function expectUsableProxies(environment: Environment): void {
  for (const isHttps of [true, false]) {
    const proxy = upstreamProxy(
      { ...environment, no_proxy: '', NO_PROXY: '' },
      { host: 'any.invalid', port: 443, isHttps },
    )
    if (proxy === undefined || usable.test(URL.parse(proxy)?.protocol ?? '')) continue
    throw new ExecFailure(
      `The proxy named by ${isHttps ? 'HTTPS_PROXY' : 'HTTP_PROXY'} or ALL_PROXY is no address of a proxy.`,
      'write it as http://HOST:PORT, or unset the variable',
    )
  }
}

function variable(environment: Environment, name: string): string | undefined {
  return environment[name] || environment[name.toUpperCase()] || undefined
}

function isLoopback(name: string): boolean {
  return (
    name === 'localhost' || name.endsWith('.localhost') || name === '::1' || (isIP(name) === 4 && /^127\./.test(name))
  )
}

function isExempt(list: string, name: string, port: number): boolean {
  return list.split(/[\s,]+/).some((entry) => {
    const [, pattern = '', only] = /^(.*?)(?::(\d+))?$/.exec(bareHost(entry)) ?? []
    const zone = pattern.replace(/^\*?\./, '')
    if (zone === '' || (only !== undefined && Number(only) !== port)) return entry === '*'
    return zone === '*' || name === zone || name.endsWith(`.${zone}`)
  })
}
