// BA-06, BA-07: nodes of low priority live on cores that no dedicated work holds. The youngest of all pools give way when
// dedicated work takes those, and each after 24 hours.

import type { ReconcileContext } from '../../control/reconcile.ts'
import { defaultQuotaCores, totalFamily } from '../../store/default-quota.ts'
import { type NodeRecord, nodeType } from '../fleet.ts'
import { lowPriorityLedger } from '../low-priority.ts'

export const longestLowPriorityMs = 24 * 60 * 60_000

export interface Preempted {
  readonly node: NodeRecord
  readonly message: string
}

/** Which of a pool's nodes are to be taken from it now. */
export async function preempted(
  nodes: readonly NodeRecord[],
  engine: string,
  context: ReconcileContext,
): Promise<Preempted[]> {
  if (nodes.length === 0) return []
  const now = context.clock.now()
  const tooOld = nodes.filter(({ createdAt }) => now - createdAt >= longestLowPriorityMs)
  const inTheWay = new Set(await keysInTheWay(engine, context))
  return [
    ...tooOld.map((node) => ({ node, message: `Node ${node.name} of low priority was taken after 24 hours.` })),
    ...nodes
      .filter((node) => inTheWay.has(node.key) && !tooOld.includes(node))
      .map((node) => ({
        node,
        message: `Node ${node.name} of low priority was taken: dedicated work needs its cores.`,
      })),
  ]
}

/** Cores that dedicated work leaves to nodes of low priority, less what those hold. */
export async function spareCores(engine: string, context: ReconcileContext): Promise<number> {
  const [dedicated, low] = await Promise.all([context.usage(engine), context.usage(lowPriorityLedger(engine))])
  const total = dedicated.find(({ family }) => family === totalFamily)
  const held = low.find(({ family }) => family === totalFamily)?.cores ?? 0
  return (total?.limit ?? defaultQuotaCores) - (total?.cores ?? 0) - held
}

/** The same for every pool that asks, so that no two give way for the same cores. */
async function keysInTheWay(engine: string, context: ReconcileContext): Promise<string[]> {
  let missing = -(await spareCores(engine, context))
  if (missing <= 0) return []
  const ledger = lowPriorityLedger(engine)
  const all = ((await context.list({ type: nodeType })) as NodeRecord[]).filter(
    ({ holding }) => holding?.engine === ledger,
  )
  // Those on their way out have given way already.
  for (const { holding } of all.filter(({ deletedAt }) => deletedAt !== undefined)) missing -= holding?.cores ?? 0
  const keys: string[] = []
  const living = all.filter(({ deletedAt }) => deletedAt === undefined)
  for (const node of living.sort((a, b) => b.createdAt - a.createdAt || (a.key < b.key ? -1 : 1))) {
    if (missing <= 0) break
    missing -= node.holding?.cores ?? 0
    keys.push(node.key)
  }
  return keys
}
