// Our own certificate authority and the certificate the gateway's HTTPS listener shows. The authority can vouch for
// loopback and the configured domain only, so trusting it gives away nothing else. Keys never leave the folder (0600),
// files appear whole or not at all, and calling again is free until something is missing, foreign or about to expire.

import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, systemClock } from '../base/clock.ts'
import type { KeyPairPem } from '../base/issue-certificates.ts'
import { writeWhole } from '../base/write-whole.ts'
import { authorityName, issueOwnAuthority, issueOwnServerCertificate } from './issue-certificates.ts'

export interface CertificateFiles {
  /** PEM of the authority: what a client must trust. Others may follow it in the file. */
  readonly caFile: string
  readonly certFile: string
  readonly keyFile: string
}

export interface CertificateOptions {
  /** The installation's domain, such as `localhost`. */
  readonly domain: string
  readonly clock?: Clock
}

const renewBeforeMs = 30 * 86_400_000

/** Paths of the authority and the server certificate in `folder`, made or renewed where needed. */
export async function ensureCertificates(folder: string, options: CertificateOptions): Promise<CertificateFiles> {
  const now = (options.clock ?? systemClock).now()
  const file = (name: string) => join(folder, name)
  await mkdir(folder, { recursive: true, mode: 0o700 })

  let authority = await readPair(file('ca.pem'), file('ca-key.pem'))
  if (authority === undefined || !isGoodAuthority(authority, options.domain, now)) {
    authority = await issueOwnAuthority(options.domain, now)
    await writePair(authority, file('ca.pem'), file('ca-key.pem'))
  }
  const server = await readPair(file('server.pem'), file('server-key.pem'))
  if (server === undefined || !isGoodServer(server, authority, now)) {
    const issued = await issueOwnServerCertificate(authority, options.domain, now)
    await writePair(issued, file('server.pem'), file('server-key.pem'))
  }
  return { caFile: file('ca.pem'), certFile: file('server.pem'), keyFile: file('server-key.pem') }
}

/** Undefined when a file is missing, no PEM, or the key belongs to another certificate. */
async function readPair(certFile: string, keyFile: string): Promise<KeyPairPem | undefined> {
  try {
    const [certificate, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')])
    const own = new X509Certificate(certificate)
    return own.checkPrivateKey(createPrivateKey(key)) ? { certificate: own.toString(), key } : undefined
  } catch {
    return undefined
  }
}

function isGoodAuthority(pair: KeyPairPem, domain: string, now: number): boolean {
  const certificate = new X509Certificate(pair.certificate)
  return certificate.subject === `CN=${authorityName(domain)}` && isFresh(certificate, now)
}

function isGoodServer(pair: KeyPairPem, authority: KeyPairPem, now: number): boolean {
  const certificate = new X509Certificate(pair.certificate)
  return certificate.verify(new X509Certificate(authority.certificate).publicKey) && isFresh(certificate, now)
}

function isFresh(certificate: X509Certificate, now: number): boolean {
  return certificate.validToDate.getTime() - now > renewBeforeMs && certificate.validFromDate.getTime() <= now
}

/** The key goes first: a crash in between leaves a pair that `readPair` refuses, and it is made again. */
async function writePair(pair: KeyPairPem, certFile: string, keyFile: string): Promise<void> {
  await writeWhole(keyFile, pair.key, { mode: 0o600 })
  await writeWhole(certFile, pair.certificate, { mode: 0o644 })
}
