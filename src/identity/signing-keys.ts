// The keys that sign tokens. Private halves are sealed in the database. A new key is published before it signs and an
// old one stays published until the last token it signed has expired, so no verifier ever meets an unknown key.

import { generateKeyPair as generate, type JsonWebKey, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'
import type { Sealer } from './seal.ts'

export interface SigningKey {
  readonly kid: string
  /** Private RSA key. */
  readonly jwk: JsonWebKey
  /** Epoch milliseconds. */
  readonly signsFrom: number
}

export interface KeyRing {
  /** The first one signs; all are published. */
  readonly keys: readonly SigningKey[]
  /** When the ring looks different without anybody touching it; undefined: never. */
  readonly changesAt: number | undefined
}

const settingName = 'signing-keys'
const generateKeyPair = promisify(generate)
const publishAheadMs = 24 * 3_600_000
const rotateAfterMs = 90 * 86_400_000
/** Longest life of an access token, with room for clocks that differ. */
const keepAfterMs = 2 * 3_600_000

/** The ring as of `now`; makes the first key, and the next one when the newest is old. */
export async function loadKeyRing(db: Kysely<Tables>, sealer: Sealer, now: number): Promise<KeyRing> {
  const stored = await readKeys(db, sealer)
  const newest = stored?.keys.at(-1)
  if (stored !== undefined && newest !== undefined && now - newest.signsFrom < rotateAfterMs)
    return ringAt(stored.keys, now)
  const next = await generateKey(newest === undefined ? now : now + publishAheadMs)
  const keys = [...keptAt(stored?.keys ?? [], now), next]
  if (await writeKeys(db, sealer, { before: stored?.value, keys })) return ringAt(keys, now)
  // Whoever comes second takes what the first one wrote.
  return ringAt((await readKeys(db, sealer))?.keys ?? keys, now)
}

/** Takes a new key into use at once, for when the old one may have leaked: tokens of the old ones are refused. */
export async function replaceSigningKeys(db: Kysely<Tables>, sealer: Sealer, now: number): Promise<void> {
  const keys = [await generateKey(now)]
  let isWritten = false
  // A key that was added meanwhile goes too.
  while (!isWritten) isWritten = await writeKeys(db, sealer, { before: (await readKeys(db, sealer))?.value, keys })
}

/** Only what verifiers need. */
export function publicJwk({ kid, jwk: { kty, n, e } }: SigningKey): JsonWebKey & { kid: string } {
  return { kid, use: 'sig', alg: 'RS256', ...(kty && { kty }), ...(n && { n }), ...(e && { e }) }
}

/** Oldest first. */
function keptAt(keys: readonly SigningKey[], now: number): SigningKey[] {
  return keys.filter((_, index) => {
    const successor = keys[index + 1]
    return successor === undefined || successor.signsFrom + keepAfterMs > now
  })
}

function ringAt(keys: readonly SigningKey[], now: number): KeyRing {
  const kept = keptAt(keys, now)
  const signing = kept.findLast((key) => key.signsFrom <= now) ?? kept[0]
  const moments = kept.flatMap((key) => [key.signsFrom, key.signsFrom + keepAfterMs, key.signsFrom + rotateAfterMs])
  const next = Math.min(...moments.filter((moment) => moment > now))
  return {
    keys: [...kept].sort((a, b) => Number(b === signing) - Number(a === signing)),
    changesAt: Number.isFinite(next) ? next : undefined,
  }
}

async function generateKey(signsFrom: number): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('rsa', { modulusLength: 2048 })
  const kid = randomUUID()
  return { kid, jwk: { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }, signsFrom }
}

interface StoredKeys {
  readonly keys: readonly SigningKey[]
  /** As it stands in the table. */
  readonly value: string
}

async function readKeys(db: Kysely<Tables>, sealer: Sealer): Promise<StoredKeys | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', settingName).executeTakeFirst()
  return row && { keys: JSON.parse(sealer.open(row.value, settingName)) as SigningKey[], value: row.value }
}

/** False: they are no longer what they were `before`, and nothing is written. */
async function writeKeys(
  db: Kysely<Tables>,
  sealer: Sealer,
  { before, keys }: { before: string | undefined; keys: readonly SigningKey[] },
): Promise<boolean> {
  const value = sealer.seal(JSON.stringify(keys), settingName)
  if (before === undefined) {
    const { numInsertedOrUpdatedRows = 0n } = await db
      .insertInto('settings')
      .values({ name: settingName, value })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return numInsertedOrUpdatedRows > 0n
  }
  const query = db.updateTable('settings').set({ value }).where('name', '=', settingName)
  return (await query.where('value', '=', before).executeTakeFirst()).numUpdatedRows > 0n
}
