// Quota of an accepted change. What is in use is a sum over rows; the limit's row of family or total is the lock under which the
// sum is taken and the new holding written, so that no two changes count the same free cores.

import { defaultQuotaCores, totalFamily } from './default-quota.ts'
import { holdersOf } from './quota.ts'
import type { QuotaHolding } from './records.ts'
import { QuotaExceeded } from './store-errors.ts'
import type { Write } from './write-transaction.ts'

/**
 * Call with the row written. Throws `QuotaExceeded`, of the family or of all together; never for a holding that did not
 * grow, so that a limit lowered below what is in use stops no one from changing what they have.
 */
export async function holdQuota(
  write: Write,
  key: string,
  holding: { previous: QuotaHolding | undefined; next: QuotaHolding | undefined },
): Promise<void> {
  const { previous, next } = holding
  if (next === undefined) {
    return
  }
  const before = previous?.engine === next.engine ? previous : undefined
  if (next.cores > (before?.family === next.family ? before.cores : 0)) {
    await requireRoom(write, key, next)
  }
  // Last in every transaction, so that no two wait for each other's limits.
  if (next.cores > (before?.cores ?? 0)) {
    await requireRoom(write, key, { ...next, family: totalFamily })
  }
}

/** Whether a row that is yet to be made may hold this; what it finds is so until the transaction ends. */
export async function hasRoom(write: Write, key: string, holding: QuotaHolding): Promise<boolean> {
  try {
    await holdQuota(write, key, { previous: undefined, next: holding })
    return true
  } catch (error) {
    if (error instanceof QuotaExceeded) return false
    throw error
  }
}

async function requireRoom(write: Write, key: string, { engine, family, cores }: QuotaHolding): Promise<void> {
  const limit = await lockLimit(write, engine, family)
  const all = await holdersOf(write.db, engine, family)
  const others = all.filter((holder) => holder.key !== key)
  const used = others.reduce((sum, holder) => sum + holder.cores, 0)
  if (used + cores > limit) {
    const holders = others.map(({ id, cores }) => ({ id, cores }))
    throw new QuotaExceeded({ family, asked: cores, used, limit, holders })
  }
}

async function lockLimit({ db }: Write, engine: string, family: string): Promise<number> {
  await db
    .insertInto('quota_limits')
    .values({ engine, family, cores: defaultQuotaCores })
    .onConflict((conflict) => conflict.columns(['engine', 'family']).doNothing())
    .execute()
  // Changes nothing; the lock of a written row is what both databases have.
  const limit = await db
    .updateTable('quota_limits')
    .set((row) => ({ cores: row.ref('cores') }))
    .where('engine', '=', engine)
    .where('family', '=', family)
    .returning('cores')
    .executeTakeFirstOrThrow()
  return limit.cores
}
