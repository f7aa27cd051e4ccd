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

export interface AuthorityOptions {
  /** Its common name, 64 characters at most. */
  readonly name: string
  /** It can vouch for these and every name below them. */
  readonly dnsNames: readonly string[]
  /** Ranges such as `127.0.0.0/8`; none: it can vouch for no address. */
  readonly ipRanges: readonly string[]
  readonly validMs: number
}

export interface ServerCertificateOptions {
  readonly name: string
  readonly dnsNames: readonly string[]
  readonly ipAddresses: readonly string[]
  /** Never longer than its authority. */
  readonly validMs: number
}

const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' }
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' }

/** An authority limited, critically, to what `options` names; no further authority can stand below it. */
export async function issueAuthority(options: AuthorityOptions, now: number): Promise<KeyPairPem> {
  const keys = await generateKeys()
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [options.name] }],
    keys,
    signingAlgorithm,
    serialNumber: serialNumber(),
    notBefore: justBefore(now),
    notAfter: new Date(now + options.validMs),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(keys.publicKey),
      nameConstraints(options),
    ],
  })
  return { certificate: `${certificate.toString('pem')}\n`, key: await exportKey(keys.privateKey) }
}

export async function issueServerCertificate(
  authority: KeyPairPem,
  options: ServerCertificateOptions,
  now: number,
): Promise<KeyPairPem> {
  const keys = await generateKeys()
  const issuer = new X509Certificate(authority.certificate)
  const certificate = await X509CertificateGenerator.create({
    subject: [{ CN: [options.name] }],
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    signingAlgorithm,
    serialNumber: serialNumber(),
    notBefore: justBefore(now),
    notAfter: new Date(Math.min(now + options.validMs, issuer.notAfter.getTime())),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      new SubjectAlternativeNameExtension([
        ...options.dnsNames.map((value) => ({ type: 'dns' as const, value })),
        ...options.ipAddresses.map((value) => ({ type: 'ip' as const, value })),
      ]),
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

/** A kind of name that is not constrained is free, so a list without addresses forbids all of them. */
function nameConstraints({ dnsNames, ipRanges }: AuthorityOptions): Extension {
  const subtrees = (names: readonly GeneralName[]) =>
    new GeneralSubtrees(names.map((base) => new GeneralSubtree({ base })))
  const permitted = [
    ...dnsNames.map((dNSName) => new GeneralName({ dNSName })),
    ...ipRanges.map((iPAddress) => new GeneralName({ iPAddress })),
  ]
  const everyAddress = ['0.0.0.0/0', '::/0'].map((iPAddress) => new GeneralName({ iPAddress }))
  const constraints = new NameConstraints({
    permittedSubtrees: subtrees(permitted),
    ...(ipRanges.length > 0 ? {} : { excludedSubtrees: subtrees(everyAddress) }),
  })
  return new Extension('2.5.29.30', true, AsnConvert.serialize(constraints))
}
