import type { NodeRecord } from '../fleet.ts'
import { nodeState } from './node-state.ts'
import type { NodeState, PoolError, PoolStatus } from './pool.ts'
import { nodeError } from './pool-errors.ts'

export interface Look {
  readonly nodes: readonly NodeRecord[]
  readonly busy: ReadonlySet<string>
  readonly before: PoolStatus | undefined
  readonly now: number
}

/** What each node is, and since when it has been that. */
export function statesOf({ nodes, busy, before, now }: Look): PoolStatus['states'] {
  return Object.fromEntries(
    nodes.map((node) => {
      const state = nodeState(node, busy)
      const seen = before?.states[node.name]
      return [node.name, seen?.state === state ? seen : { state, since: now }]
    }),
  )
}

export interface Sizing {
  readonly target: number
  /** True: nodes are being made or are leaving. */
  readonly isResizing: boolean
  readonly shortage: PoolError | undefined
}

export function poolStatus(look: Look, states: PoolStatus['states'], sizing: Sizing): PoolStatus {
  const counts: Record<NodeState, number> = { idle: 0, running: 0, preparing: 0, unusable: 0, leaving: 0 }
  for (const { state } of Object.values(states)) counts[state]++
  const allocation = sizing.isResizing ? 'resizing' : 'steady'
  const unusable = look.nodes.filter(({ name }) => states[name]?.state === 'unusable')
  return {
    target: sizing.target,
    allocation,
    allocationSince: look.before?.allocation === allocation ? look.before.allocationSince : look.now,
    counts,
    errors: [...unusable.map(nodeError), ...(sizing.shortage === undefined ? [] : [sizing.shortage])],
    states,
  }
}
