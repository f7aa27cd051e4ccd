// The proxy through which a command reaches the network: on loopback, for this run, with a password of its own. Names
// that Carrel plays are answered by Carrel; other names of Azure are refused, so that nothing reaches the real one by
// accident; everything else is passed on or refused, as asked.

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { type PrepareRequestFunctionOpts, type PrepareRequestFunctionResult, RequestError, Server } from 'proxy-chain'
import { bareHost, hostKind } from './azure-hosts.ts'
import type { ExecTarget } from './exec-target.ts'
import { createForwarder } from './forward-to-carrel.ts'
import { createImpersonator } from './impersonate.ts'
import type { Notices } from './notices.ts'
import { upstreamProxy } from './upstream-proxy.ts'

export interface ProxyOptions {
  readonly target: ExecTarget
  /** What becomes of hosts that are not Azure's. */
  readonly others: 'pass' | 'refuse'
  /** Hosts that are passed on whatever they are, but for those that Carrel plays. */
  readonly passedHosts: readonly string[]
  /** The variables of the caller, which may name a proxy that leads outside. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly notices: Notices
}

export interface RunningProxy extends AsyncDisposable {
  /** With user name and password. */
  readonly url: string
  /** PEM of the authority for the names that are played. */
  readonly authority: string
}

const userName = 'carrel'
const most = 512

export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  const { target, environment, notices } = options
  const forwarder = createForwarder({
    target,
    environment,
    onUnreachable: (reason) =>
      notices.tell('carrel', `Carrel does not answer at ${target.endpoint}: ${reason}`, 'see "carrel status"'),
  })
  const impersonator = await createImpersonator({
    listenerFor: forwarder.listenerFor,
    onDistrust: (host) =>
      notices.tell(
        `trust ${host}`,
        `a program did not trust what answers for ${host}`,
        'have it read the authorities in the file named by SSL_CERT_FILE',
      ),
  })
  const password = randomBytes(24).toString('base64url')
  const proxy = new Server({
    host: '127.0.0.1',
    port: 0,
    authRealm: 'carrel exec',
    async prepareRequestFunction(asked) {
      if (!isSame(asked.username, userName) || !isSame(asked.password, password)) return { requestAuthentication: true }
      if (isPlayed(asked)) return { customConnectServer: await impersonator.serverFor(bareHost(asked.hostname)) }
      return passOn(asked, options)
    },
  })
  proxy.server.maxConnections = most
  await proxy.listen()
  return {
    url: `http://${userName}:${password}@127.0.0.1:${proxy.port}`,
    authority: impersonator.authority,
    async [Symbol.asyncDispose]() {
      await proxy.close(true)
      forwarder[Symbol.dispose]()
    },
  }
}

/** By hash: what is compared has one length, and takes one time. */
function isSame(given: string, right: string): boolean {
  const [a, b] = [given, right].map((text) => createHash('sha256').update(text).digest())
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}

/** Nothing is played without TLS. */
function isPlayed({ hostname, port, isHttp }: PrepareRequestFunctionOpts): boolean {
  return hostKind(hostname) === 'played' && !isHttp && port === 443
}

function passOn(asked: PrepareRequestFunctionOpts, options: ProxyOptions): PrepareRequestFunctionResult {
  const { port, isHttp } = asked
  const host = bareHost(asked.hostname)
  const { endpoint, aliases } = options.target
  if (aliases.some((alias) => isAt(asked, alias))) return { dnsLookup: asThough(endpoint) }
  const refusal = isAt(asked, endpoint) ? undefined : refusalOf(host, options)
  if (refusal !== undefined) {
    const { sentence, nextStep } = refusal
    if (hostKind(host) !== 'background') options.notices.tell(host, sentence, nextStep)
    throw new RequestError(`${sentence}\nnext: ${nextStep}\n`, 403)
  }
  const upstream = upstreamProxy(options.environment, { host, port, isHttps: !isHttp })
  return upstream === undefined ? {} : { upstreamProxyUrl: upstream }
}

/** The links that an installation mints lead to itself; programs that pay no heed to NO_PROXY follow them through here. */
function isAt({ hostname, port }: PrepareRequestFunctionOpts, origin: string): boolean {
  const url = new URL(origin)
  return bareHost(hostname) === bareHost(url.hostname) && port === Number(url.port || 443)
}

/** On the machine of an installation its name may lead nowhere, or to a way around the house. */
function asThough(endpoint: string): typeof lookup {
  const address = bareHost(new URL(endpoint).hostname)
  const find: LookupFunction = (_name, options, done) => lookup(address, options, done)
  // The proxy's types ask for every overload; connections call this one.
  return find as unknown as typeof lookup
}

function refusalOf(host: string, { others, passedHosts }: ProxyOptions) {
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
