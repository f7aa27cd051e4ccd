// Programs that sign in by themselves. Their secrets are ours to make (256 random bits), so a plain SHA-256 keeps them:
// a slow hash would be paid by every command of the older command-line clients.

import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { ServicePrincipalRow, Tables } from '../store/tables.ts'
import { type StoredCertificate, storedCertificates } from './principal-certificates.ts'
import { sha256 } from './seal.ts'
import { endSignIns } from './sign-out-everywhere.ts'

type Db = Kysely<Tables>

export interface ServicePrincipal {
  readonly objectId: string
  /** What a client calls `client_id` or application id. */
  readonly clientId: string
  readonly displayName: string
  /** SHA-256 in hexadecimal; undefined: it has no secret. */
  readonly secretHash: string | undefined
  readonly certificates: readonly StoredCertificate[]
  readonly isDisabled: boolean
  readonly validFrom: number
  readonly createdAt: number
}

/** The secret is shown this once and kept nowhere. */
export async function createServicePrincipal(
  db: Db,
  { displayName, now }: { displayName: string; now: number },
): Promise<ServicePrincipal & { readonly clientSecret: string }> {
  const clientSecret = newSecret()
  return { ...(await insert(db, { displayName, secretHash: sha256(clientSecret), now })), clientSecret }
}

/** One that signs in with certificates, once it has any. */
export function createSecretless(
  db: Db,
  { displayName, now }: { displayName: string; now: number },
): Promise<ServicePrincipal> {
  return insert(db, { displayName, secretHash: null, now })
}

async function insert(
  db: Db,
  { displayName, secretHash, now }: { displayName: string; secretHash: string | null; now: number },
): Promise<ServicePrincipal> {
  const row: ServicePrincipalRow = {
    object_id: randomUUID(),
    client_id: randomUUID(),
    display_name: displayName,
    secret_hash: secretHash,
    certificates: null,
    valid_from: 0,
    disabled: 0,
    created_at: now,
  }
  await db.insertInto('service_principals').values(row).execute()
  return toPrincipal(row)
}

export async function listServicePrincipals(db: Db): Promise<ServicePrincipal[]> {
  return (await db.selectFrom('service_principals').selectAll().orderBy('client_id').execute()).map(toPrincipal)
}

export async function findServicePrincipal(db: Db, clientId: string): Promise<ServicePrincipal | undefined> {
  const row = await db
    .selectFrom('service_principals')
    .selectAll()
    .where('client_id', '=', clientId.toLowerCase())
    .executeTakeFirst()
  return row && toPrincipal(row)
}

/** By client id or object id. */
export async function findServicePrincipalByEither(db: Db, id: string): Promise<ServicePrincipal | undefined> {
  const wanted = id.toLowerCase()
  const row = await db
    .selectFrom('service_principals')
    .selectAll()
    .where((either) => either.or([either('client_id', '=', wanted), either('object_id', '=', wanted)]))
    .executeTakeFirst()
  return row && toPrincipal(row)
}

export async function findServicePrincipalByName(db: Db, displayName: string): Promise<ServicePrincipal | undefined> {
  const query = db.selectFrom('service_principals').selectAll().where('display_name', '=', displayName)
  const row = await query.orderBy('created_at').executeTakeFirst()
  return row && toPrincipal(row)
}

export async function verifyClientSecret(
  db: Db,
  clientId: string,
  secret: string,
): Promise<ServicePrincipal | undefined> {
  const principal = await findServicePrincipal(db, clientId)
  if (principal?.secretHash === undefined || principal.isDisabled) return undefined
  return isSecret(secret, principal.secretHash) ? principal : undefined
}

/** Compares in constant time. `hash` as `sha256` makes it. */
export function isSecret(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(secret), 'hex'), Buffer.from(hash, 'hex'))
}

/** A new secret; the old one stops at once, and so do the tokens it fetched. */
export async function resetClientSecret(db: Db, objectId: string, now: number): Promise<string> {
  const secret = newSecret()
  const hash = sha256(secret)
  await db.transaction().execute(async (write) => {
    await write.updateTable('service_principals').set({ secret_hash: hash }).where('object_id', '=', objectId).execute()
    await endSignIns(write, objectId, now)
  })
  return secret
}

/**
 * The secret stops at once, and so do the tokens it fetched; certificates stay. False: it has another one by now, or none,
 * and nothing changed.
 */
export async function clearClientSecret(
  db: Db,
  objectId: string,
  { secretHash, now }: { secretHash: string; now: number },
): Promise<boolean> {
  return db.transaction().execute(async (write) => {
    const { numUpdatedRows } = await write
      .updateTable('service_principals')
      .set({ secret_hash: null })
      .where('object_id', '=', objectId)
      .where('secret_hash', '=', secretHash)
      .executeTakeFirst()
    if (numUpdatedRows > 0n) await endSignIns(write, objectId, now)
    return numUpdatedRows > 0n
  })
}

export async function setServicePrincipalDisabled(
  db: Db,
  objectId: string,
  change: { isDisabled: boolean; now: number },
): Promise<void> {
  const disabled = change.isDisabled ? 1 : 0
  await db.transaction().execute(async (write) => {
    await write.updateTable('service_principals').set({ disabled }).where('object_id', '=', objectId).execute()
    if (change.isDisabled) await endSignIns(write, objectId, change.now)
  })
}

/** Hexadecimal: a secret that began with `-` would be read as an option by every command line it is given to. */
function newSecret(): string {
  return randomBytes(32).toString('hex')
}

function toPrincipal(row: Selectable<ServicePrincipalRow>): ServicePrincipal {
  return {
    objectId: row.object_id,
    clientId: row.client_id,
    displayName: row.display_name,
    secretHash: row.secret_hash ?? undefined,
    certificates: storedCertificates(row.certificates),
    isDisabled: row.disabled !== 0,
    validFrom: row.valid_from,
    createdAt: row.created_at,
  }
}
