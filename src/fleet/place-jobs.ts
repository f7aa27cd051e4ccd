// Which job of a pool begins where. Pure, and the only place where that is decided: a job has a place or none, a node at
// most one job, and what has a place keeps it until the attempt is over. Higher priority first, of equals the older; one
// that waits for more nodes than are free holds back those behind it, or it would wait for ever.

import type { NodeRecord } from './fleet.ts'
import type { Placement, Placements, PoolJob, PoolScale } from './pool/pool.ts'

/** Places of attempts that are not over. */
export function keptPlacements(jobs: readonly PoolJob[], before: Placements = {}): Placements {
  const kept = jobs.flatMap(({ key, attempt }): [string, Placement][] => {
    const placement = before[key]
    return placement?.attempt === attempt ? [[key, placement]] : []
  })
  return Object.fromEntries(kept)
}

export interface Placing {
  readonly jobs: readonly PoolJob[]
  readonly kept: Placements
  readonly scale: PoolScale
  /** Idle, and to stay; in the order in which they are taken. */
  readonly free: readonly NodeRecord[]
  readonly now: number
}

/** The kept ones and the new. */
export function placeJobs({ jobs, kept, scale, free, now }: Placing): Placements {
  const open = [...free.slice(0, roomIn(scale, kept))]
  const placed: Record<string, Placement> = { ...kept }
  for (const job of waitingJobs(jobs, kept, scale)) {
    if (job.nodeCount > open.length) break
    const nodes = open.splice(0, job.nodeCount)
    placed[job.key] = {
      attempt: job.attempt,
      at: now,
      nodes: nodes.map(({ name, key, desired }) => ({ name, key, machineKey: desired.machineKey })),
    }
  }
  return placed
}

/** Nodes that running and queued jobs need together. */
export function neededNodes(jobs: readonly PoolJob[], kept: Placements, scale: PoolScale): number {
  const queued = waitingJobs(jobs, kept, scale).reduce((sum, { nodeCount }) => sum + nodeCount, 0)
  return busyNodes(kept).size + queued
}

/** Names of nodes that have a job. */
export function busyNodes(placements: Placements): Set<string> {
  return new Set(Object.values(placements).flatMap(({ nodes }) => nodes.map(({ name }) => name)))
}

/** Those that no number of nodes that it may have is enough for. */
export function isTooLarge({ nodeCount }: Pick<PoolJob, 'nodeCount'>, scale: PoolScale): boolean {
  return scale.kind === 'auto' && nodeCount > scale.most
}

/** Those that may be placed, in the order in which they are. */
export function waitingJobs(jobs: readonly PoolJob[], kept: Placements, scale: PoolScale): PoolJob[] {
  // One that the nodes asked for by hand do not suffice for waits for that to be changed, and nobody waits for it.
  const most = scale.kind === 'auto' ? scale.most : scale.count
  return jobs
    .filter(({ key, mayStart, nodeCount }) => mayStart && kept[key] === undefined && nodeCount <= most)
    .sort((a, b) => b.priority - a.priority || a.createdAt - b.createdAt || (a.key < b.key ? -1 : 1))
}

/** Where somebody asked for fewer nodes, busy ones that are to go when they are done are not replaced. */
function roomIn(scale: PoolScale, kept: Placements): number {
  return scale.kind === 'auto' ? Number.POSITIVE_INFINITY : Math.max(0, scale.count - busyNodes(kept).size)
}
