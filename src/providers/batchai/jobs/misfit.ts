import type { ErrorDetail } from '../../../base/errors.ts'
import { isTooLarge } from '../../../fleet/place-jobs.ts'
import type { PoolScale } from '../../../fleet/pool/pool.ts'

/** A cluster that scales by itself may have been given a smaller maximum since the job was made. */
export function misfitOf(job: { readonly nodeCount: number }, scale: PoolScale): ErrorDetail | undefined {
  if (!isTooLarge(job, scale)) return undefined
  return { code: 'JobLargerThanCluster', message: tooLargeMessage(job.nodeCount, scale) }
}

export function tooLargeMessage(nodeCount: number, scale: PoolScale): string {
  const most = scale.kind === 'auto' ? scale.most : scale.count
  return `The job needs ${nodeCount} nodes at once and its cluster has at most ${most}. Ask for fewer, or raise the cluster's maximumNodeCount.`
}
