// A pool as it is told beside Azure: each node with what it does, and how many there were over time. The same for clusters of
// every kind.

import type { Store } from '../../store/store.ts'
import { type NodeRecord, nodeType } from '../fleet.ts'
import { nodeState } from './node-state.ts'
import type { PoolStatus } from './pool.ts'
import { nodeError } from './pool-errors.ts'

/** In the order in which they were made. No addresses: who may enter is told those elsewhere. */
export async function poolNodes(cluster: { readonly key: string }, pool: PoolStatus | undefined, store: Store) {
  const nodes = (await store.list({ type: nodeType, parentKey: cluster.key })) as NodeRecord[]
  const jobs = await jobsByNode(pool, store)
  return nodes
    .toSorted((a, b) => a.createdAt - b.createdAt || (a.name < b.name ? -1 : 1))
    .map((node) => {
      const seen = pool?.states[node.name]
      const state = seen?.state ?? nodeState(node, new Set())
      const job = jobs.get(node.name)
      return {
        nodeId: node.name,
        state,
        since: new Date(seen?.since ?? node.createdAt).toISOString(),
        createdAt: new Date(node.createdAt).toISOString(),
        ...(job === undefined ? {} : { job: { id: job } }),
        ...(state === 'unusable' ? { error: errorOf(node) } : {}),
      }
    })
}

/** Oldest first: each line is what it was from then on. */
export function poolHistory(pool: PoolStatus | undefined) {
  return (pool?.history ?? []).map(({ at, target, waiting, ...counts }) => ({
    time: new Date(at).toISOString(),
    targetNodeCount: target,
    queuedJobCount: waiting,
    ...Object.fromEntries(Object.entries(counts).map(([state, count]) => [`${state}NodeCount`, count])),
  }))
}

/** Ids of jobs, in the spelling they were made with. */
async function jobsByNode(pool: PoolStatus | undefined, store: Store): Promise<ReadonlyMap<string, string>> {
  const placed = Object.entries(pool?.placements ?? {})
  const rows = await store.getAll(placed.map(([key]) => key))
  const ids = new Map(rows.map(({ key, id }) => [key, id]))
  return new Map(placed.flatMap(([key, { nodes }]) => nodes.map(({ name }) => [name, ids.get(key) ?? key] as const)))
}

function errorOf(node: NodeRecord): { code: string; message: string } {
  const { code, message } = nodeError(node)
  return { code, message }
}
