// Claims of an accepted change. The primary key on kind and value decides every race; a value is inserted or it is
// somebody's.

import type { AcceptedChange, Claim } from './store.ts'
import { ClaimTaken } from './store-errors.ts'
import type { ClaimRow } from './tables.ts'
import type { Write } from './write-transaction.ts'

/** Makes `change.claims` all that the row holds. Throws `ClaimTaken`. */
export async function holdClaims(write: Write, key: string, change: AcceptedChange): Promise<void> {
  const held = await write.db.selectFrom('claims').selectAll().where('resource_key', '=', key).execute()
  for (const row of held) {
    if (!change.claims.some((claim) => isSame(claim, row))) {
      await release(write, row)
    }
  }
  // In one order everywhere, so that two changes that want the same claims do not wait for each other.
  for (const claim of [...change.claims].sort(byKindAndValue)) {
    if (!held.some((row) => isSame(claim, row))) {
      await take(write, key, claim)
    }
  }
}

async function release({ db }: Pick<Write, 'db'>, { kind, value }: Claim): Promise<void> {
  await db.deleteFrom('claims').where('kind', '=', kind).where('value', '=', value).execute()
}

async function take(write: Write, key: string, { kind, value }: Claim): Promise<void> {
  if (await insert(write, { kind, value, resource_key: key })) {
    return
  }
  const holder = await write.db
    .selectFrom('claims')
    .leftJoin('resources', 'resources.key', 'claims.resource_key')
    .select('resources.id')
    .where('claims.kind', '=', kind)
    .where('claims.value', '=', value)
    .executeTakeFirst()
  throw new ClaimTaken({ kind, value }, holder?.id ?? undefined)
}

/** False: it is somebody's. Waits for a transaction that is taking the same value. */
async function insert({ db }: Pick<Write, 'db'>, row: ClaimRow): Promise<boolean> {
  const result = await db
    .insertInto('claims')
    .values(row)
    .onConflict((conflict) => conflict.columns(['kind', 'value']).doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

function isSame(a: Claim, b: Claim): boolean {
  return a.kind === b.kind && a.value === b.value
}

function byKindAndValue(a: Claim, b: Claim): number {
  const [left, right] = [`${a.kind} ${a.value}`, `${b.kind} ${b.value}`]
  return left < right ? -1 : 1
}
