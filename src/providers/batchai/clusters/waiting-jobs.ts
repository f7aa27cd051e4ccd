// The jobs of a cluster that have no nodes, in the order in which they get them, each with what it waits for. Those that no
// one waits for come last and have no place.

import { whyWaiting } from '../../../fleet/jobs/why-waiting.ts'
import { waitingJobs as inOrder } from '../../../fleet/place-jobs.ts'
import type { Store } from '../../../store/store.ts'
import { type BatchJobRecord, jobType } from '../jobs/batch-job.ts'
import type { ClusterRecord } from './cluster.ts'

/** What is told of them: a queue may be long. */
const mostTold = 200

export async function waitingJobs(cluster: ClusterRecord, store: Store) {
  const { scale } = cluster.desired
  const status = cluster.observed?.pool
  const placements = status?.placements ?? {}
  const jobs = await store.queue(cluster.key)
  const queue = inOrder(jobs, placements, scale)
  const inQueue = new Set(queue)
  const others = jobs.filter((job) => placements[job.key] === undefined && !inQueue.has(job))
  const told = [...queue, ...others].slice(0, mostTold)
  const rows = (await store.getAll(told.map(({ key }) => key))) as BatchJobRecord[]
  const byKey = new Map(rows.map((row) => [row.key, row]))
  const value = told.flatMap((job) => {
    const row = byKey.get(job.key)
    if (row?.type !== jobType) return []
    const { position, reason } = whyWaiting(job.key, { jobs, scale, status, queue })
    return {
      ...(position === undefined ? {} : { position }),
      id: row.id,
      name: row.name,
      nodeCount: job.nodeCount,
      schedulingPriority: row.desired.priority,
      creationTime: new Date(job.createdAt).toISOString(),
      reason,
    }
  })
  return { value, totalCount: queue.length + others.length }
}
