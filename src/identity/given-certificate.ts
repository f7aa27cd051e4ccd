// A certificate somebody else issued for the domain, read from where its owner keeps and renews it. What a browser would
// refuse is refused here, with what is wrong and what to do, before anything is shown to anybody.

import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { findVoucher } from './find-voucher.ts'

export interface GivenCertificate {
  /** PEM: the certificate and what else its file holds, and the key. */
  readonly certificate: string
  readonly key: string
  /** PEM of the authority at the chain's end; undefined: neither the file nor this machine knows it. */
  readonly voucher: string | undefined
  /** Common name of who issued it. */
  readonly issuer: string
  /** Milliseconds since the epoch. */
  readonly validTo: number
}

export interface CertificateFilePair {
  readonly certFile: string
  readonly keyFile: string
}

/** What is wrong with a pair of files, and what would mend it. */
export class CertificateProblem extends Error {
  override readonly name = 'CertificateProblem'
  readonly nextStep: string

  constructor(message: string, nextStep: string) {
    super(message)
    this.nextStep = nextStep
  }
}

/** Throws `CertificateProblem`. */
export async function readGivenCertificate(
  files: CertificateFilePair,
  { domain, now }: { readonly domain: string; readonly now: number },
): Promise<GivenCertificate> {
  const { certFile, keyFile } = files
  const [chainText, key] = await Promise.all([readText(certFile), readText(keyFile)])
  const chain = readChain(chainText, certFile)
  const [leaf] = chain
  if (leaf === undefined) {
    throw new CertificateProblem(`${certFile} holds no certificate in PEM`, 'give the file with BEGIN CERTIFICATE')
  }
  checkKey(chain, readKey(key, keyFile), files)
  checkTime(leaf, certFile, now)
  checkNames(leaf, domain, certFile)
  checkUse(leaf, certFile)
  checkLoads({ cert: chainText, key }, certFile)
  const voucher = findVoucher(chain)
  const issuer = /^CN=(.*)$/m.exec(leaf.issuer)?.[1] ?? leaf.issuer.replaceAll('\n', ', ')
  return { certificate: chainText, key, voucher, issuer, validTo: leaf.validToDate.getTime() }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') throw new CertificateProblem(`there is no file ${file}`, 'check the path')
    throw new CertificateProblem(`${file} cannot be read (${code})`, 'give a file that root can read')
  }
}

function readChain(text: string, file: string): X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    return blocks.map((block) => new X509Certificate(block))
  } catch {
    throw new CertificateProblem(`${file} holds a damaged certificate`, 'copy the file again from who issued it')
  }
}

function readKey(text: string, file: string): KeyObject {
  if (text.includes('ENCRYPTED')) {
    const nextStep = `take it off: openssl pkey -in ${file} -out plain.pem, and keep that file 0600`
    throw new CertificateProblem(`the key in ${file} has a passphrase, and nobody is there to type it`, nextStep)
  }
  try {
    return createPrivateKey(text)
  } catch {
    throw new CertificateProblem(`${file} holds no private key in PEM`, 'give the file with BEGIN PRIVATE KEY')
  }
}

function checkKey(chain: readonly X509Certificate[], key: KeyObject, { certFile, keyFile }: CertificateFilePair): void {
  const at = chain.findIndex((certificate) => certificate.checkPrivateKey(key))
  if (at === 0) return
  throw at > 0
    ? new CertificateProblem(
        `the first certificate in ${certFile} is not the server's own`,
        `put the one of ${keyFile} first, then those that issued it`,
      )
    : new CertificateProblem(
        `the key in ${keyFile} does not belong to the certificate in ${certFile}`,
        'give the two files that were made together',
      )
}

function checkTime(leaf: X509Certificate, file: string, now: number): void {
  if (leaf.validToDate.getTime() <= now) {
    const message = `the certificate in ${file} expired at ${leaf.validToDate.toISOString()}`
    throw new CertificateProblem(message, 'renew it, then run the command again')
  }
  if (leaf.validFromDate.getTime() > now) {
    const message = `the certificate in ${file} is not valid before ${leaf.validFromDate.toISOString()}`
    throw new CertificateProblem(message, "set this machine's clock right, or wait until then")
  }
}

/** Any label will do for the wildcard: apps come and go. */
function checkNames(leaf: X509Certificate, domain: string, file: string): void {
  const names = [`carrel.${domain}`, `any-app.${domain}`]
  if (names.every((name) => leaf.checkHost(name) !== undefined)) return
  const has = leaf.subjectAltName ?? 'no names'
  throw new CertificateProblem(
    `the certificate in ${file} does not cover *.${domain}; it has ${has}`,
    `have a wildcard certificate issued for *.${domain}: every app has a name of its own below it`,
  )
}

const serverAuthentication = '1.3.6.1.5.5.7.3.1'

function checkUse(leaf: X509Certificate, file: string): void {
  const uses: readonly string[] | undefined = leaf.keyUsage
  if (uses === undefined || uses.includes(serverAuthentication)) return
  throw new CertificateProblem(
    `the certificate in ${file} is not for servers`,
    'have one issued with the extended key usage "server authentication"',
  )
}

function checkLoads(pair: { readonly cert: string; readonly key: string }, file: string): void {
  try {
    createSecureContext({ ...pair, minVersion: 'TLSv1.2' })
  } catch (error) {
    const message = `TLS does not accept ${file}: ${error instanceof Error ? error.message : String(error)}`
    throw new CertificateProblem(message, 'have one issued with a key of 2048 bits RSA or P-256')
  }
}
