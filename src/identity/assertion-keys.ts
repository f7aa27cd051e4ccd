// Which of a principal's certificates may have signed an assertion. Its head names one by a thumbprint, in one of three
// ways depending on the client; a head that names none may be any.

import { decodeProtectedHeader, type JWK } from 'jose'
import type { StoredCertificate } from './principal-certificates.ts'

export interface AssertionKeys {
  readonly keys: readonly JWK[]
  /** Why there is no key, where the head says enough to know. */
  readonly fault: 'certificate unknown' | 'certificate has expired' | undefined
}

export function assertionKeys(certificates: readonly StoredCertificate[], jwt: string, now: number): AssertionKeys {
  const head = readHead(jwt)
  const candidates = head.names.length === 0 ? certificates : certificates.filter((each) => isNamed(each, head.names))
  const valid = candidates.filter(({ notAfter }) => notAfter > now)
  if (valid.length === 0) {
    return { keys: [], fault: candidates.length === 0 ? 'certificate unknown' : 'certificate has expired' }
  }
  // The library compares key ids; what a client puts there is compared above.
  const id = head.kid === undefined ? {} : { kid: head.kid }
  return {
    keys: valid.map(({ jwk }) => ({ kty: 'RSA', n: jwk.n, e: jwk.e, use: 'sig', ...id }) as JWK),
    fault: undefined,
  }
}

/** Thumbprints in upper-case hexadecimal. */
function readHead(jwt: string): { names: string[]; kid: string | undefined } {
  try {
    const { x5t, 'x5t#S256': sha256, kid } = decodeProtectedHeader(jwt) as Readonly<Record<string, unknown>>
    const encoded = [x5t, sha256].flatMap((each) => (typeof each === 'string' ? [fromBase64(each)] : []))
    const id = typeof kid === 'string' && kid !== '' ? kid : undefined
    // A key id is the thumbprint too: in hexadecimal from some clients, in base64 from others.
    const names = encoded.length > 0 || id === undefined ? encoded : [id.toUpperCase(), fromBase64(id)]
    return { names, kid: id }
  } catch {
    return { names: [], kid: undefined }
  }
}

function isNamed({ thumbprint, sha256 }: StoredCertificate, names: readonly string[]): boolean {
  return names.some((name) => name === thumbprint || name === sha256)
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64url').toString('hex').toUpperCase()
}
