// A self-signed certificate for a program, as `openssl req -x509` makes one.

import 'reflect-metadata'
import { createHash, KeyObject, webcrypto, X509Certificate } from 'node:crypto'
import * as x509 from '@peculiar/x509'

export interface TestCertificate {
  readonly certificatePem: string
  readonly keyPem: string
  readonly privateKey: KeyObject
  /** Base64url, as the head of an assertion has it. */
  readonly x5t: string
  readonly x5tS256: string
  /** Upper-case hexadecimal of SHA-1. */
  readonly thumbprint: string
}

const dayMs = 86_400_000

export async function makeCertificate({
  validDays = 30,
  now = Date.now(),
  bits = 2048,
}: {
  readonly validDays?: number
  readonly now?: number
  readonly bits?: number
} = {}): Promise<TestCertificate> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: bits,
    publicExponent: new Uint8Array([1, 0, 1]),
  }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=a program',
    notBefore: new Date(now - dayMs),
    notAfter: new Date(now + validDays * dayMs),
    signingAlgorithm: algorithm,
    keys,
  })
  const certificatePem = certificate.toString('pem')
  const { raw } = new X509Certificate(certificatePem)
  const digest = (name: string) => createHash(name).update(raw).digest()
  const privateKey = KeyObject.from(keys.privateKey)
  return {
    certificatePem,
    keyPem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    privateKey,
    x5t: digest('sha1').toString('base64url'),
    x5tS256: digest('sha256').toString('base64url'),
    thumbprint: digest('sha1').toString('hex').toUpperCase(),
  }
}
