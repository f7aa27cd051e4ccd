import type { ReconcileContext } from '../../control/reconcile.ts'
import { defaultQuotaCores, totalFamily } from '../../store/default-quota.ts'
import { lowPriorityLedger } from '../low-priority.ts'
import type { PoolSpec } from './pool.ts'
import { spareCores } from './preempted.ts'

export interface Room {
  /** Nodes that may be added now. */
  readonly nodes: number
  /** What keeps it from more, as a sentence. */
  readonly limit: string
}

/** What others leave of the cores (BA-11). The transaction that adds nodes looks again. */
export async function roomFor(engine: string, pool: PoolSpec, context: ReconcileContext): Promise<Room> {
  const isLow = pool.priority === 'lowPriority'
  const used = new Map(
    (await context.usage(isLow ? lowPriorityLedger(engine) : engine)).map((usage) => [usage.family, usage]),
  )
  const words = isLow ? 'low-priority cores' : 'cores'
  const limits = [pool.family, totalFamily].map((family) => {
    const { cores = 0, limit = defaultQuotaCores } = used.get(family) ?? {}
    const place = family === totalFamily ? 'of all families together' : `of ${family}`
    return { free: limit - cores, limit: `${cores} of ${limit} ${words} ${place} are in use` }
  })
  if (isLow) limits.push({ free: await spareCores(engine, context), limit: 'dedicated work holds the other cores' })
  const tightest = limits.reduce((least, each) => (each.free < least.free ? each : least))
  return { nodes: Math.max(0, Math.floor(tightest.free / pool.coresPerNode)), limit: tightest.limit }
}
