// The proxy through which a command reaches the network: on loopback, for this run, with a password of its own. Names
// that Carrel plays are answered by Carrel; other names of Azure are refused, so that nothing reaches the real one by
// accident; everything else is passed on or refused, as asked.

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { type PrepareRequestFunctionOpts, Server } from 'proxy-chain'
import { bareHost, hostKind } from './azure-hosts.ts'
import { createForwarder } from './forward-to-carrel.ts'
import { createImpersonator } from './impersonate.ts'
import { type PassOnRules, passOn } from './pass-on.ts'
import { expectUsableProxies } from './upstream-proxy.ts'

export interface RunningProxy extends AsyncDisposable {
  /** With user name and password. */
  readonly url: string
  /** PEM of the authority for the names that are played. */
  readonly authority: string
}

const userName = 'carrel'
const most = 512

export async function startProxy(options: PassOnRules): Promise<RunningProxy> {
  const { target, environment, notices } = options
  expectUsableProxies(environment)
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
  proxy.on('requestFailed', () =>
    notices.tell('proxy', 'a request could not be passed on', 'see whether the proxy named by HTTPS_PROXY works'),
  )
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
