// The installation's own authority and server certificate: for loopback, `localhost` and the configured domain alone.

import { createHash } from 'node:crypto'
import { issueAuthority, issueServerCertificate, type KeyPairPem } from '../base/issue-certificates.ts'

const dayMs = 86_400_000
const authorityDays = 3652
/** The most that Apple's and Mozilla's verifiers put up with. */
const serverDays = 825

/** A common name holds 64 characters at most; two long domains that begin alike still have two names. */
export function authorityName(domain: string): string {
  const name = `Carrel authority for ${domain}`
  if (name.length <= 64) return name
  return `${name.slice(0, 55)} ${createHash('sha256').update(domain).digest('hex').slice(0, 8)}`
}

/** An authority that can vouch for loopback addresses, `localhost` and `domain` with everything below them. */
export function issueOwnAuthority(domain: string, now: number): Promise<KeyPairPem> {
  const options = {
    name: authorityName(domain),
    dnsNames: [...new Set(['localhost', domain])],
    ipRanges: ['127.0.0.0/8', '::1/128'],
    validMs: authorityDays * dayMs,
  }
  return issueAuthority(options, now)
}

export function issueOwnServerCertificate(authority: KeyPairPem, domain: string, now: number): Promise<KeyPairPem> {
  const names = ['localhost', '*.localhost', 'carrel.localhost', domain, `*.${domain}`, `carrel.${domain}`]
  const options = {
    name: 'Carrel',
    dnsNames: [...new Set(names)],
    ipAddresses: ['127.0.0.1', '::1'],
    validMs: serverDays * dayMs,
  }
  return issueServerCertificate(authority, options, now)
}
