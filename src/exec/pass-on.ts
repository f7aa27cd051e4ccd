// What becomes of a host that Carrel does not play: refused with the reason and what to do, or reached, by the proxy that
// was set before if there was one.

import { lookup } from 'node:dns'
import { lookup as find } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { type PrepareRequestFunctionOpts, type PrepareRequestFunctionResult, RequestError } from 'proxy-chain'
import { bareHost, hostKind } from './azure-hosts.ts'
import type { ExecTarget } from './exec-target.ts'
import type { Notices } from './notices.ts'
import { upstreamProxy } from './upstream-proxy.ts'

export interface PassOnRules {
  readonly target: ExecTarget
  /** What becomes of hosts that are not Azure's. */
  readonly others: 'pass' | 'refuse'
  /** Hosts that are passed on whatever they are, but for those that Carrel plays. */
  readonly passedHosts: readonly string[]
  /** The variables of the caller, which may name a proxy that leads outside. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly notices: Notices
}

/** Throws `RequestError`, which the proxy answers with. */
export async function passOn(
  asked: PrepareRequestFunctionOpts,
  rules: PassOnRules,
): Promise<PrepareRequestFunctionResult> {
  const { port, isHttp } = asked
  const host = bareHost(asked.hostname)
  const { endpoint, aliases } = rules.target
  if (aliases.some((alias) => isAt(asked, alias))) return { dnsLookup: asThough(endpoint) }
  const refusal = isAt(asked, endpoint) ? undefined : refusalOf(host, rules)
  if (refusal !== undefined) {
    const { sentence, nextStep } = refusal
    if (hostKind(host) !== 'background') rules.notices.tell(host, sentence, nextStep)
    throw new RequestError(`${sentence}\nnext: ${nextStep}\n`, 403)
  }
  const upstream = upstreamProxy(rules.environment, { host, port, isHttps: !isHttp })
  if (upstream !== undefined) return { upstreamProxyUrl: upstream }
  await expectThere(host)
  return {}
}

/** The links that an installation mints lead to itself; programs that pay no heed to NO_PROXY follow them through here. */
function isAt({ hostname, port }: PrepareRequestFunctionOpts, origin: string): boolean {
  const url = new URL(origin)
  return bareHost(hostname) === bareHost(url.hostname) && port === Number(url.port || 443)
}

/** On the machine of an installation its name may lead nowhere, or to a way around the house. */
function asThough(endpoint: string): typeof lookup {
  const address = bareHost(new URL(endpoint).hostname)
  const found: LookupFunction = (_name, options, done) => lookup(address, options, done)
  // The proxy's types ask for every overload; connections call this one.
  return found as unknown as typeof lookup
}

function refusalOf(host: string, { others, passedHosts }: PassOnRules) {
  const kind = hostKind(host)
  if (kind === 'played') {
    return {
      sentence: `${host} was asked for without TLS or at another port, where Carrel does not stand in for it`,
      nextStep: `use https://${host}/`,
    }
  }
  if (passedHosts.some((each) => bareHost(each) === host)) return undefined
  const nextStep = `if the real one is meant, run "carrel exec --pass ${host} -- …"`
  if (kind !== 'other') return { sentence: `${host} is a host of Azure that Carrel does not stand in for`, nextStep }
  return others === 'refuse' ? { sentence: `${host} is not reached with --others refuse`, nextStep } : undefined
}

/** A tunnel to a name that is nowhere would just end, without a reason. */
async function expectThere(host: string): Promise<void> {
  if (isIP(host) !== 0) return
  await find(host).catch((error: NodeJS.ErrnoException) => {
    throw new RequestError(`${host} is not found: ${error.code ?? error.message}\n`, 502)
  })
}
