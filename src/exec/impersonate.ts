// Ends TLS for the host names that Carrel answers in Azure's place. The authority behind it is made for one run, can
// vouch for those names alone, and its key exists in this process's memory only.

import type { RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import { type Clock, systemClock } from '../base/clock.ts'
import { issueAuthority, issueServerCertificate } from '../base/issue-certificates.ts'
import { impersonatedNames } from './azure-hosts.ts'

export interface Impersonator {
  /** PEM of what the command has to trust. */
  readonly authority: string
  /** Not listening: connections are handed to it. `host` must be one that is played. */
  serverFor(host: string): Promise<Server>
}

export interface ImpersonatorOptions {
  readonly clock?: Clock
  listenerFor(host: string): RequestListener
  /** A program did not trust the certificate of this host. */
  onDistrust(host: string): void
}

const dayMs = 86_400_000
/** A command may run for long; it keeps the authority it began with. */
const authorityMs = 365 * dayMs
const leafMs = dayMs
/** Programs keep a connection for minutes and are startled when it is closed under them. */
const idleMs = 120_000
const silenceMs = 600_000

export async function createImpersonator(options: ImpersonatorOptions): Promise<Impersonator> {
  const clock = options.clock ?? systemClock
  const name = 'Carrel, in place of public Azure'
  const authority = await issueAuthority(
    { name, dnsNames: impersonatedNames, ipRanges: [], validMs: authorityMs },
    clock.now(),
  )
  const kept = new Map<string, { readonly until: number; readonly server: Promise<Server> }>()

  async function start(host: string): Promise<Server> {
    const leaf = { name: host.slice(0, 64), dnsNames: [host], ipAddresses: [], validMs: leafMs }
    const { certificate, key } = await issueServerCertificate(authority, leaf, clock.now())
    const server = createServer({ cert: certificate, key, minVersion: 'TLSv1.2' }, options.listenerFor(host))
    server.keepAliveTimeout = idleMs
    server.timeout = silenceMs
    server.on('tlsClientError', (error: NodeJS.ErrnoException) => {
      if (/UNKNOWN_CA|CERTIFICATE/.test(error.code ?? '')) options.onDistrust(host)
    })
    return server
  }

  return {
    authority: authority.certificate,
    serverFor(host) {
      const found = kept.get(host)
      if (found !== undefined && found.until > clock.now()) return found.server
      const server = start(host)
      kept.set(host, { until: clock.now() + leafMs / 2, server })
      return server
    },
  }
}
