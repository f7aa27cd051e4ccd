// Reading claims, and exchanging a picked one.

import type { Kysely } from 'kysely'
import { pickFirstFree, release } from './hold-claims.ts'
import { lockRows } from './lock-rows.ts'
import type { OpenDatabase } from './open-database.ts'
import type { Claim } from './store.ts'
import type { Tables } from './tables.ts'
import { writeTransaction } from './write-transaction.ts'

export async function claimsOf(db: Kysely<Tables>, key: string): Promise<Claim[]> {
  return await db
    .selectFrom('claims')
    .select(['kind', 'value'])
    .where('resource_key', '=', key)
    .orderBy('kind')
    .orderBy('value')
    .execute()
}

export async function claimsOfKind(db: Kysely<Tables>, kind: string): Promise<{ value: string; key: string }[]> {
  return await db
    .selectFrom('claims')
    .select(['value', 'resource_key as key'])
    .where('kind', '=', kind)
    .orderBy('value')
    .execute()
}

export async function claimHolder(db: Kysely<Tables>, { kind, value }: Claim): Promise<string | undefined> {
  const row = await db
    .selectFrom('claims')
    .select('resource_key')
    .where('kind', '=', kind)
    .where('value', '=', value)
    .executeTakeFirst()
  return row?.resource_key
}

export function repick(
  database: OpenDatabase,
  key: string,
  { kind, candidates }: { kind: string; candidates: readonly string[] },
): Promise<string | undefined> {
  return writeTransaction(database, async (write) => {
    if (!(await lockRows(write, [key])).has(key)) {
      return undefined
    }
    const held = await write.db
      .selectFrom('claims')
      .selectAll()
      .where('resource_key', '=', key)
      .where('kind', '=', kind)
      .where('is_picked', '=', 1)
      .executeTakeFirst()
    const next = await pickFirstFree(write, key, { kind, candidates: after(held?.value, candidates) })
    if (held !== undefined && next !== undefined) {
      await release(write, held)
    }
    return next
  })
}

/** From the one after it to the end, then from the start: never back at once to what was just found unusable. */
function after(value: string | undefined, candidates: readonly string[]): string[] {
  const index = value === undefined ? -1 : candidates.indexOf(value)
  return [...candidates.slice(index + 1), ...candidates.slice(0, Math.max(0, index))]
}
