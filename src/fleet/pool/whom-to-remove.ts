// Which nodes go when there are too many: those of no use first, then the idle, of equals the youngest, a busy one last and
// only where a person asked for fewer. What scales by itself keeps a node for a while after it was last needed.

import type { NodeRecord } from '../fleet.ts'
import type { NodeState, PoolScale, PoolStatus } from './pool.ts'

export interface Surplus {
  readonly scale: PoolScale
  /** How many are to stay at least. */
  readonly wanted: number
  /** None of them leaving. */
  readonly nodes: readonly NodeRecord[]
  readonly states: PoolStatus['states']
  readonly now: number
}

const order: Readonly<Record<NodeState, number>> = { unusable: 0, preparing: 1, idle: 2, running: 3, leaving: 4 }

export function whomToRemove(surplus: Surplus): NodeRecord[] {
  const { scale, nodes, wanted, states } = surplus
  const stateOf = ({ name }: NodeRecord): NodeState => states[name]?.state ?? 'preparing'
  const ranked = nodes.toSorted(
    (a, b) => order[stateOf(a)] - order[stateOf(b)] || b.createdAt - a.createdAt || (a.key < b.key ? -1 : 1),
  )
  const mayGo = ranked.filter((node, index) => {
    if (scale.kind === 'manual') return stateOf(node) !== 'running' || scale.onRemoval !== 'waitforjobcompletion'
    const isBeyond = index < nodes.length - scale.most
    return stateOf(node) !== 'running' && (isBeyond || leavesAt(node, surplus) <= surplus.now)
  })
  return mayGo.slice(0, Math.max(0, nodes.length - wanted))
}

/** When the next of those that are not needed has been idle for long enough; undefined: none will. */
export function nextRemovalAt(surplus: Surplus): number | undefined {
  const { scale, nodes, wanted, states } = surplus
  if (scale.kind === 'manual' || nodes.length <= wanted) return undefined
  const times = nodes.filter(({ name }) => states[name]?.state !== 'running').map((node) => leavesAt(node, surplus))
  return times.length === 0 ? undefined : Math.min(...times)
}

function leavesAt({ name, createdAt }: NodeRecord, { scale, states }: Surplus): number {
  return (states[name]?.since ?? createdAt) + (scale.kind === 'auto' ? scale.idleMs : 0)
}
