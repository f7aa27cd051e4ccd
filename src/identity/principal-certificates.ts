// Certificates a service principal signs in with in place of a secret. Only the public half is kept; nobody but the
// principal can make what it signs. Whether anybody vouches for a certificate does not matter: adding it here does.

import { createHash, type JsonWebKey, X509Certificate } from 'node:crypto'
import type { Kysely } from 'kysely'
import { ArmError } from '../base/errors.ts'
import type { Tables } from '../store/tables.ts'
import { endSignIns } from './sign-out-everywhere.ts'

type Db = Kysely<Tables>

export interface StoredCertificate {
  /** SHA-1 in upper-case hexadecimal: what Azure's tools call the thumbprint. */
  readonly thumbprint: string
  readonly sha256: string
  readonly subject: string
  /** Epoch milliseconds, as are those below. */
  readonly notBefore: number
  readonly notAfter: number
  readonly addedAt: number
  readonly jwk: JsonWebKey
}

const maxCertificates = 10
const minBits = 2048

/**
 * Adds one certificate; the same one again changes nothing. 400 for what is no usable certificate, 404 for an unknown
 * principal, 409 when it has too many.
 */
export async function addCertificate(
  db: Db,
  objectId: string,
  { certificatePem, now }: { certificatePem: string; now: number },
): Promise<StoredCertificate> {
  const added = readCertificate(certificatePem, now)
  await change(db, objectId, (kept) => {
    const others = kept.filter(({ sha256 }) => sha256 !== added.sha256)
    if (others.length >= maxCertificates) {
      const message = `A service principal has at most ${maxCertificates} certificates. Remove one first.`
      throw new ArmError(409, 'TooManyCertificates', message)
    }
    return [...others, added]
  })
  return added
}

/**
 * What it signs is refused, and so are the tokens the principal has fetched. False: there was none with this thumbprint,
 * and nothing changed. 404 for an unknown principal.
 */
export async function removeCertificate(
  db: Db,
  objectId: string,
  { thumbprint, now }: { thumbprint: string; now: number },
): Promise<boolean> {
  return db.transaction().execute(async (write) => {
    let isFound = false
    await change(write, objectId, (kept) => {
      const left = kept.filter((each) => each.thumbprint !== thumbprint.toUpperCase())
      isFound = left.length < kept.length
      return left
    })
    if (isFound) await endSignIns(write, objectId, now)
    return isFound
  })
}

export function storedCertificates(column: string | null): StoredCertificate[] {
  return column === null ? [] : (JSON.parse(column) as StoredCertificate[])
}

function readCertificate(pem: string, now: number): StoredCertificate {
  if (pem.includes('PRIVATE KEY-----')) {
    const message = 'That holds a private key, which nobody else should have. Send the certificate alone.'
    throw refuse(message)
  }
  const certificate = parse(pem)
  const { publicKey } = certificate
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0
  if (publicKey.asymmetricKeyType !== 'rsa' || bits < minBits) {
    throw refuse(`The key of the certificate must be RSA of at least ${minBits} bits.`)
  }
  const [notBefore, notAfter] = [certificate.validFromDate.getTime(), certificate.validToDate.getTime()]
  if (notAfter <= now) throw refuse(`The certificate expired at ${certificate.validToDate.toISOString()}.`)
  return {
    thumbprint: createHash('sha1').update(certificate.raw).digest('hex').toUpperCase(),
    sha256: createHash('sha256').update(certificate.raw).digest('hex').toUpperCase(),
    subject: certificate.subject.replaceAll('\n', ', ').slice(0, 200),
    notBefore,
    notAfter,
    addedAt: now,
    jwk: publicKey.export({ format: 'jwk' }),
  }
}

function parse(pem: string): X509Certificate {
  const [first, second] = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []
  if (first === undefined || second !== undefined) throw refuse('Send exactly one certificate in PEM form.')
  try {
    return new X509Certificate(first)
  } catch {
    throw refuse('The certificate cannot be read.')
  }
}

function refuse(message: string): ArmError {
  return new ArmError(400, 'InvalidCertificate', message)
}

/** Whoever comes second starts again from what the first one wrote. */
async function change(
  db: Db,
  objectId: string,
  edit: (kept: readonly StoredCertificate[]) => StoredCertificate[],
): Promise<void> {
  for (;;) {
    const row = await db
      .selectFrom('service_principals')
      .select('certificates')
      .where('object_id', '=', objectId)
      .executeTakeFirst()
    if (row === undefined) throw new ArmError(404, 'ServicePrincipalNotFound', `There is no principal '${objectId}'.`)
    const next = edit(storedCertificates(row.certificates))
    const { numUpdatedRows } = await db
      .updateTable('service_principals')
      .set({ certificates: next.length === 0 ? null : JSON.stringify(next) })
      .where('object_id', '=', objectId)
      .where('certificates', row.certificates === null ? 'is' : '=', row.certificates)
      .executeTakeFirst()
    if (numUpdatedRows > 0n) return
  }
}
