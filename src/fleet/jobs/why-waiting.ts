// What a job in the queue waits for, in the words of a person. Pure, and by the order in which jobs are placed, so that what
// is told is what will happen.

import { waitingJobs } from '../place-jobs.ts'
import type { NodeState, PoolJob, PoolScale, PoolStatus } from '../pool/pool.ts'

export type WaitCode =
  | 'JustSubmitted'
  | 'JobEnding'
  | 'LargerThanTarget'
  | 'JobsBefore'
  | 'ClusterCoreQuotaReached'
  | 'NodesPreparing'
  | 'NodesUnusable'
  | 'NodesBusy'
  | 'NodesAsked'

export interface Wait {
  /** From 1, among those that wait for nodes of the cluster; undefined: nobody has to wait for it, and it for nobody. */
  readonly position: number | undefined
  /** How many wait there. */
  readonly waiting: number
  readonly reason: { readonly code: WaitCode; readonly message: string }
}

export interface PoolAsSeen {
  readonly jobs: readonly PoolJob[]
  readonly scale: PoolScale
  /** Undefined: nobody has looked at it yet. */
  readonly status: PoolStatus | undefined
  /** Those of the jobs that wait, in order; for whoever asks for many, as a queue may be long. */
  readonly queue?: readonly PoolJob[]
}

export function whyWaiting(key: string, { jobs, scale, status, queue: known }: PoolAsSeen): Wait {
  const queue = known ?? waitingJobs(jobs, status?.placements ?? {}, scale)
  const before = queue.findIndex((job) => job.key === key)
  const waiting = queue.length
  const job = jobs.find((each) => each.key === key)
  if (before === -1) return { position: undefined, waiting, reason: outsideQueue(job, scale) }
  const reason =
    before > 0
      ? { code: 'JobsBefore' as const, message: `${before} ${before === 1 ? 'job goes' : 'jobs go'} before it.` }
      : forNodes(job?.nodeCount ?? 1, status)
  return { position: before + 1, waiting, reason }
}

function outsideQueue(job: PoolJob | undefined, scale: PoolScale): Wait['reason'] {
  if (job === undefined) return { code: 'JustSubmitted', message: 'It was submitted a moment ago.' }
  if (!job.mayStart) return { code: 'JobEnding', message: 'Its end was asked for, or it was submitted a moment ago.' }
  const most = scale.kind === 'auto' ? scale.most : scale.count
  return {
    code: 'LargerThanTarget',
    message: `It needs ${job.nodeCount} ${job.nodeCount === 1 ? 'node' : 'nodes at once'} and the cluster is kept at ${most}. It begins when the cluster is resized; the jobs behind it do not wait for it.`,
  }
}

/** It is the next one. */
function forNodes(needed: number, status: PoolStatus | undefined): Wait['reason'] {
  const count = (state: NodeState) => status?.counts[state] ?? 0
  const shortage = status?.errors.find(({ code }) => code === 'ClusterCoreQuotaReached')
  const has = `It needs ${needed} at once and ${count('idle')} ${count('idle') === 1 ? 'is' : 'are'} free`
  if (shortage) return { code: 'ClusterCoreQuotaReached', message: shortage.message }
  if (count('preparing') > 0)
    return { code: 'NodesPreparing', message: `${nodes(count('preparing'))} being prepared. ${has}.` }
  if (count('running') > 0) return { code: 'NodesBusy', message: `${nodes(count('running'))} at other jobs. ${has}.` }
  if (count('unusable') > 0)
    return { code: 'NodesUnusable', message: `${nodes(count('unusable'))} unusable. ${has}: see the cluster.` }
  return { code: 'NodesAsked', message: 'Its nodes are being asked for.' }
}

function nodes(count: number): string {
  return count === 1 ? '1 node is' : `${count} nodes are`
}
