// Which authority stands at the end of a certificate's chain. Clients that know nothing of it need it to trust us.

import { X509Certificate } from 'node:crypto'
import { getCACertificates } from 'node:tls'

/** PEM; undefined: neither the chain nor what this machine trusts has it. `chain` begins with the server's own. */
export function findVoucher(chain: readonly X509Certificate[], trusted = trustedHere): string | undefined {
  let [current] = chain
  const left = new Set(chain)
  while (current !== undefined) {
    left.delete(current)
    if (isIssuedBy(current, current)) return current.toString()
    const below: X509Certificate = current
    const next = [...left].find((candidate) => isIssuedBy(below, candidate))
    if (next === undefined)
      return trusted()
        .find((candidate) => isIssuedBy(below, candidate))
        ?.toString()
    current = next
  }
  return undefined
}

function isIssuedBy(certificate: X509Certificate, candidate: X509Certificate): boolean {
  return certificate.checkIssued(candidate) && certificate.verify(candidate.publicKey)
}

function trustedHere(): X509Certificate[] {
  const texts = new Set([...getCACertificates('system'), ...getCACertificates('default')])
  return [...texts].map((text) => new X509Certificate(text))
}
