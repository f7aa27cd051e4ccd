// Under which name and at which address an installation is to be reached: what is there, altered by what was asked for.
// Pure but for the paths it makes absolute. What cannot work is refused with the next step.

import { isIP } from 'node:net'
import { resolve } from 'node:path'
import type { Installation } from '../config.ts'
import { StepFailure } from './step-failure.ts'

export type Reachable = Pick<Installation, 'port' | 'domain' | 'listen' | 'certificate'>

/** As the command line has them; undefined: not asked for, so it stays. */
export interface ReachWishes {
  readonly port?: number | undefined
  readonly domain?: string | undefined
  /** False with `--no-listen`: loopback alone again. */
  readonly listen?: string | false | undefined
  /** False with `--no-tls-cert`: our own authority issues it again. */
  readonly tlsCert?: string | false | undefined
  readonly tlsKey?: string | undefined
}

export const defaultPort = 8443

export function chooseReach(present: Reachable | undefined, wishes: ReachWishes): Reachable {
  const domain = wishes.domain === undefined ? (present?.domain ?? 'localhost') : checkedDomain(wishes.domain)
  const listen = chooseListen(present, wishes, domain)
  const certificate = chooseCertificate(present, wishes, domain)
  return {
    port: wishes.port ?? present?.port ?? defaultPort,
    domain,
    ...(listen === undefined ? {} : { listen }),
    ...(certificate === undefined ? {} : { certificate }),
  }
}

export function isSameReach(one: Reachable, other: Reachable): boolean {
  const key = ({ port, domain, listen, certificate }: Reachable) =>
    JSON.stringify([port, domain, listen, certificate?.certFile, certificate?.keyFile])
  return key(one) === key(other)
}

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
/** Above it, an app's label of 63 characters does not fit into a name. */
const maxDomain = 189

function checkedDomain(text: string): string {
  const domain = text.toLowerCase().replace(/\.$/, '')
  if (domain === 'localhost') return domain
  const labels = domain.split('.')
  const example = 'name one that your team has, such as --domain carrel.example.org'
  if (isIP(domain) !== 0) throw new StepFailure(`${text} is an address: every app needs a name of its own`, example)
  if (domain.startsWith('*.'))
    throw new StepFailure(`${text} is a pattern`, `leave it out: --domain ${domain.slice(2)}`)
  if (domain.endsWith('.localhost')) {
    throw new StepFailure(`${text} leads every browser to its own machine`, example)
  }
  if (!labels.every((each) => label.test(each)) || domain.length > maxDomain) {
    throw new StepFailure(`${text} is no domain name`, example)
  }
  if (labels.length < 2) {
    throw new StepFailure(`${text} has no dot: browsers take no certificate for *.${domain}`, example)
  }
  return domain
}

/** Without a domain there is nothing to listen for. */
function chooseListen(
  present: Reachable | undefined,
  { listen }: ReachWishes,
  domain: string,
): Reachable['listen'] | undefined {
  if (listen === undefined) return domain === 'localhost' ? undefined : present?.listen
  if (listen === false) return undefined
  const address = listen.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  if (isIP(address) === 0) {
    const nextStep = 'give an address of this machine, or 0.0.0.0 (every IPv4 address) or :: (every address)'
    throw new StepFailure(`${listen} is no IP address`, nextStep)
  }
  if (address === '::1' || address.startsWith('127.')) return undefined
  if (domain === 'localhost') {
    throw new StepFailure(
      `others cannot reach ${listen} without a domain: their browsers look for localhost on their own machines`,
      'add --domain NAME, where *.NAME leads to this machine',
    )
  }
  return address
}

/** Another domain's certificate is of no use. */
function chooseCertificate(
  present: Reachable | undefined,
  { tlsCert, tlsKey }: ReachWishes,
  domain: string,
): Reachable['certificate'] {
  if (tlsCert === undefined && tlsKey === undefined) return present?.domain === domain ? present.certificate : undefined
  if (tlsCert === false && tlsKey === undefined) return undefined
  if (!tlsCert || tlsKey === undefined) {
    throw new StepFailure('a certificate and its key belong together', 'give both --tls-cert FILE and --tls-key FILE')
  }
  if (domain === 'localhost') {
    throw new StepFailure('a certificate of your own is for a domain', 'add --domain NAME')
  }
  return { certFile: resolve(tlsCert), keyFile: resolve(tlsKey) }
}
