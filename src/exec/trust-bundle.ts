// One file of authorities for every program: what the machine trusts, what was trusted by variable before, and ours.

import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { getCACertificates } from 'node:tls'

/** Variables by which programs are told of authorities; each names a file. */
export const trustVariables = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'] as const

/** Debian, Red Hat, SUSE, Alpine. */
const systemFiles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/** PEM of all of them, each once. `added` come first; files that cannot be read are passed over. */
export async function trustBundle(
  environment: Readonly<Record<string, string | undefined>>,
  added: readonly string[],
): Promise<string> {
  const named = trustVariables.flatMap((name) => environment[name] || [])
  const files = [...new Set([...named, ...systemFiles])]
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')))
  const machine = [...texts, ...getCACertificates('system')].flatMap(certificatesIn)
  const known = machine.length > 0 ? machine : getCACertificates('bundled').flatMap(certificatesIn)
  const byFingerprint = new Map([...added.flatMap(certificatesIn), ...known].map((each) => [fingerprint(each), each]))
  byFingerprint.delete(undefined)
  return `${[...byFingerprint.values()].join('\n')}\n`
}

function certificatesIn(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
}

/** Undefined: no certificate that can be read; one such would make some programs refuse the whole file. */
function fingerprint(pem: string): string | undefined {
  try {
    return new X509Certificate(pem).fingerprint256
  } catch {
    return undefined
  }
}
