import { ArmError } from '../../base/errors.ts'
import { defaultQuotaCores, totalFamily } from '../../store/default-quota.ts'
import type { Store } from '../../store/store.ts'
import { lowPriorityLedger } from '../low-priority.ts'
import { findSize } from '../sizes.ts'
import type { PoolScale, Priority } from './pool.ts'

export interface Wish {
  readonly engine: string
  readonly size: string
  readonly priority: Priority
  readonly scale: PoolScale
}

/** BA-10, BA-11: throws 409 for a pool that would be larger than its quota with nobody else there. */
export async function requireWithinQuota(store: Store, { engine, size, priority, scale }: Wish): Promise<void> {
  const { family = '', cores = 0 } = findSize(size) ?? {}
  const nodes = mostNodes(scale)
  const isLow = priority === 'lowPriority'
  const limits = new Map(
    (await store.quotaLimits(isLow ? lowPriorityLedger(engine) : engine)).map((each) => [each.family, each.limit]),
  )
  for (const each of [family, totalFamily]) {
    const limit = limits.get(each) ?? defaultQuotaCores
    if (nodes * cores <= limit) continue
    const place = each === totalFamily ? 'of all families together' : `of ${each}`
    throw new ArmError(
      409,
      'QuotaExceeded',
      `${nodes} nodes of ${size} need ${nodes * cores} cores, and the quota is ${limit} ${isLow ? 'low-priority ' : ''}cores ${place}. Ask for ${Math.floor(limit / cores)} nodes at most, or have the quota raised.`,
    )
  }
}

export function mostNodes(scale: PoolScale): number {
  return scale.kind === 'manual' ? scale.count : scale.most
}
