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
  const newest = stored?.at(-1)
  if (stored !== undefined && newest !== undefined && now - newest.signsFrom < rotateAfterMs) return ringAt(stored, now)
  const next = await generateKey(newest === undefined ? now : now + publishAheadMs)
  return ringAt(await writeKeys(db, sealer, { before: stored, keys: [...keptAt(stored ?? [], now), next] }), now)
}

/** Takes a new key into use at once, for when the old one may have leaked: tokens of the old ones are refused. */
export async function replaceSigningKeys(db: Kysely<Tables>, sealer: Sealer, now: number): Promise<void> {
  const before = await readKeys(db, sealer)
  await writeKeys(db, sealer, { before, keys: [await generateKey(now)] })
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

async function readKeys(db: Kysely<Tables>, sealer: Sealer): Promise<SigningKey[] | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', settingName).executeTakeFirst()
  return row && (JSON.parse(sealer.open(row.value, settingName)) as SigningKey[])
}

/** Whoever comes second takes what the first one wrote. */
async function writeKeys(
  db: Kysely<Tables>,
  sealer: Sealer,
  change: { before: SigningKey[] | undefined; keys: SigningKey[] },
): Promise<SigningKey[]> {
  const value = sealer.seal(JSON.stringify(change.keys), settingName)
  if (change.before === undefined) {
    await db
      .insertInto('settings')
      .values({ name: settingName, value })
      .onConflict((c) => c.doNothing())
      .execute()
  } else {
    await db.updateTable('settings').set({ value }).where('name', '=', settingName).execute()
  }
  return (await readKeys(db, sealer)) ?? change.keys
}
