import { keyOf } from '../../../arm/resource-id.ts'
import { isOver, type JobObserved } from '../../../fleet/jobs/job.ts'
import type { Queued } from '../../../store/records.ts'
import { type BatchJob, jobPriorities } from './batch-job.ts'

/** Where it stands in the queue of its cluster; undefined: it is over. */
export function queuedOf(job: BatchJob, observed: JobObserved | undefined): Queued | undefined {
  if (observed && isOver(observed)) return undefined
  return {
    queueKey: keyOf(job.clusterId),
    nodeCount: job.nodeCount,
    priority: jobPriorities.indexOf(job.priority),
    attempt: (observed?.ended ?? 0) + 1,
    // One that its own reconcile has yet to see is not placed: it may have been asked to end already.
    mayStart: !job.isTerminated && observed !== undefined,
  }
}
