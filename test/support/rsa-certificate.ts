// A certificate of its own authority with an RSA key, as `az ad sp create-for-rbac --create-cert` would make one.

import 'reflect-metadata'
import { X509CertificateGenerator } from '@peculiar/x509'

const day = 86_400_000
const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
}

/** PEM, without the key. */
export async function rsaCertificate(name: string, now = Date.now()): Promise<string> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name] }],
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(now - day),
    notAfter: new Date(now + 30 * day),
  })
  return certificate.toString('pem')
}
