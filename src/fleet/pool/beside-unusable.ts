// Nodes that cannot be used do no work, and must not keep a queue waiting: what scales by itself gets others beside them, and
// where it has as many as it may have, in their place. One is left for a while first, so that a person can see what is wrong
// with it, and a script that never works does not have nodes made and thrown away all the time.

import type { NodeRecord } from '../fleet.ts'
import type { PoolScale, PoolStatus } from './pool.ts'

/** At most; sooner where idle ones go sooner. */
const longestLeftMs = 60_000

export interface Unusables {
  readonly scale: PoolScale
  /** What jobs need that run or wait. */
  readonly needed: number
  /** None of them leaving. */
  readonly nodes: readonly NodeRecord[]
  readonly states: PoolStatus['states']
  /** Names of those that have a job. */
  readonly busy: ReadonlySet<string>
  readonly now: number
}

export interface Replacing {
  /** How many more there are to be, because of those that cannot be used. */
  readonly beside: number
  /** Those that make room. */
  readonly replaced: readonly NodeRecord[]
  /** When the next of them will; undefined: none has to. */
  readonly nextAt: number | undefined
}

export function besideUnusable({ scale, needed, nodes, states, busy, now }: Unusables): Replacing {
  if (scale.kind === 'manual') return { beside: 0, replaced: [], nextAt: undefined }
  const leavesAt = ({ name, createdAt }: NodeRecord) =>
    (states[name]?.since ?? createdAt) + Math.min(scale.idleMs, longestLeftMs)
  const unusable = nodes
    .filter(({ name }) => states[name]?.state === 'unusable' && !busy.has(name))
    .toSorted((a, b) => leavesAt(a) - leavesAt(b) || (a.key < b.key ? -1 : 1))
  const lacking = Math.max(0, Math.min(needed, scale.most) - (nodes.length - unusable.length))
  const beside = Math.max(0, Math.min(lacking, scale.most - nodes.length))
  const inTheWay = unusable.slice(0, lacking - beside)
  const replaced = inTheWay.filter((node) => leavesAt(node) <= now)
  const next = inTheWay[replaced.length]
  return { beside, replaced, nextAt: next && leavesAt(next) }
}
