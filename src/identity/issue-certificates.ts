// Makes certificates that the strictest verifiers accept (RFC 5280 as OpenSSL's X509_STRICT reads it: key identifiers,
// critical basic constraints, key usage). Elliptic keys on P-256; nothing here touches a file.

import 'reflect-metadata'
import type { webcrypto } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import { GeneralName, GeneralSubtree, GeneralSubtrees, NameConstraints } from '@peculiar/asn1-x509'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

/** Both in PEM; the key in PKCS #8. */
export interface KeyPairPem {
  readonly certificate: string
  readonly key: string
}

const dayMs = 86_400_000
const authorityDays = 3652
/** The most that Apple's and Mozilla's verifiers put up with. */
const serverDays = 825
const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' }
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' }

/** A common name holds 64 characters at most. */
export function authorityName(domain: string): string {
  return `Carrel authority for ${domain}`.slice(0, 64)
}

/** An authority that can vouch for loopback addresses, `localhost` and `domain` with everything below them. */
export async function issueAuthority(domain: string, now: number): Promise<KeyPairPem> {
  const keys = await generateKeys()
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [authorityName(domain)] }],
    keys,
    signingAlgorithm,
    serialNumber: serialNumber(),
    notBefore: justBefore(now),
    notAfter: new Date(now + authorityDays * dayMs),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(keys.publicKey),
      nameConstraints([...new Set(['localhost', domain])]),
    ],
  })
  return { certificate: `${certificate.toString('pem')}\n`, key: await exportKey(keys.privateKey) }
}

export async function issueServerCertificate(authority: KeyPairPem, domain: string, now: number): Promise<KeyPairPem> {
  const keys = await generateKeys()
  const issuer = new X509Certificate(authority.certificate)
  const certificate = await X509CertificateGenerator.create({
    subject: [{ CN: ['Carrel'] }],
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    signingAlgorithm,
    serialNumber: serialNumber(),
    notBefore: justBefore(now),
    notAfter: new Date(Math.min(now + serverDays * dayMs, issuer.notAfter.getTime())),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      alternativeNames(domain),
    ],
  })
  return { certificate: `${certificate.toString('pem')}\n`, key: await exportKey(keys.privateKey) }
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify'])
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return `${PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  return crypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(pem), keyAlgorithm, false, ['sign'])
}

/** 127 random bits: positive, and never the 21st octet that RFC 5280 forbids. */
function serialNumber(): string {
  const bytes = Buffer.from(crypto.getRandomValues(new Uint8Array(16)))
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0)
  return bytes.toString('hex')
}

/** Clocks of clients may be a little behind ours. */
function justBefore(now: number): Date {
  return new Date(now - 3_600_000)
}

function nameConstraints(domains: readonly string[]): Extension {
  const bases = [
    ...domains.map((dNSName) => new GeneralName({ dNSName })),
    ...['127.0.0.0/8', '::1/128'].map((iPAddress) => new GeneralName({ iPAddress })),
  ]
  const permittedSubtrees = new GeneralSubtrees(bases.map((base) => new GeneralSubtree({ base })))
  return new Extension('2.5.29.30', true, AsnConvert.serialize(new NameConstraints({ permittedSubtrees })))
}

function alternativeNames(domain: string): SubjectAlternativeNameExtension {
  const names = ['localhost', '*.localhost', 'carrel.localhost', domain, `*.${domain}`, `carrel.${domain}`]
  return new SubjectAlternativeNameExtension([
    ...[...new Set(names)].map((value) => ({ type: 'dns' as const, value })),
    { type: 'ip', value: '127.0.0.1' },
    { type: 'ip', value: '::1' },
  ])
}
