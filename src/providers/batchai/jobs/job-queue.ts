// The jobs of a cluster that are not over, as the cluster's fleet sees them.

import { keyOf } from '../../../arm/resource-id.ts'
import { freshJob, isOver } from '../../../fleet/jobs/job.ts'
import type { PoolJob } from '../../../fleet/pool/pool.ts'
import type { ResourceRecord } from '../../../store/records.ts'
import type { ListQuery } from '../../../store/store.ts'
import { type BatchJobRecord, jobPriorities, jobType } from './batch-job.ts'
import { mountsOf } from './mounts-of.ts'

export async function jobQueue(
  cluster: { readonly key: string; readonly parentKey: string },
  context: { list(query: ListQuery): Promise<readonly ResourceRecord[]> },
): Promise<PoolJob[]> {
  const jobs = (await context.list({ type: jobType, underKey: cluster.parentKey })) as BatchJobRecord[]
  return jobs
    .filter(({ desired, observed }) => keyOf(desired.clusterId) === cluster.key && !(observed && isOver(observed)))
    .map((job) => ({
      key: job.key,
      nodeCount: job.desired.nodeCount,
      priority: jobPriorities.indexOf(job.desired.priority),
      createdAt: job.createdAt,
      attempt: (job.observed ?? freshJob(job)).ended + 1,
      ...(job.desired.volumes.length === 0 ? {} : { mounts: mountsOf(job.desired) }),
      // One that its own reconcile has yet to see is not placed: it may have been asked to end already.
      mayStart: job.deletedAt === undefined && !job.desired.isTerminated && job.observed !== undefined,
    }))
}
