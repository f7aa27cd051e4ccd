// Quota of an accepted change. What is in use is a sum over rows; the family's limit row is the lock under which the sum
// is taken and the new holding written, so that no two changes count the same free cores.

import { defaultQuotaCores } from './default-quota.ts'
import { holdersOf } from './quota.ts'
import type { QuotaHolding } from './records.ts'
import { QuotaExceeded } from './store-errors.ts'
import type { Write } from './write-transaction.ts'

/**
 * Call with the row written. Throws `QuotaExceeded`; never for a holding that did not grow, so that a limit lowered
 * below what is in use stops no one from changing what they have.
 */
export async function holdQuota(
  write: Write,
  key: string,
  holding: { previous: QuotaHolding | undefined; next: QuotaHolding | undefined },
): Promise<void> {
  const { previous, next } = holding
  if (next === undefined || next.cores <= coresAlreadyHeld(previous, next)) {
    return
  }
  const limit = await lockLimit(write, next)
  const others = await otherHolders(write, key, next)
  const used = others.reduce((sum, { cores }) => sum + cores, 0)
  if (used + next.cores > limit) {
    const holders = others.map(({ id, cores }) => ({ id, cores }))
    throw new QuotaExceeded({ family: next.family, asked: next.cores, used, limit, holders })
  }
}

function coresAlreadyHeld(previous: QuotaHolding | undefined, next: QuotaHolding): number {
  return previous?.engine === next.engine && previous.family === next.family ? previous.cores : 0
}

async function lockLimit({ db }: Write, { engine, family }: QuotaHolding): Promise<number> {
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

async function otherHolders({ db }: Write, key: string, { engine, family }: QuotaHolding) {
  return (await holdersOf(db, engine, family)).filter((holder) => holder.key !== key)
}
