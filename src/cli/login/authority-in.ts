import { X509Certificate } from 'node:crypto'

export interface FoundAuthority {
  /** This one certificate and nothing that stood beside it. */
  readonly pem: string
  /** SHA-256, as people compare it. */
  readonly fingerprint: string
}

/**
 * The authority in a text. A file may hold several certificates and only the first is looked at, so only the first is
 * kept: what comes behind the one whose fingerprint was compared must not be trusted along with it. Undefined: there is
 * none.
 */
export function authorityIn(text: string): FoundAuthority | undefined {
  try {
    const certificate = new X509Certificate(text)
    return certificate.ca ? { pem: certificate.toString(), fingerprint: certificate.fingerprint256 } : undefined
  } catch {
    return undefined
  }
}
