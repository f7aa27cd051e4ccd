// Beside Azure: where a job stands in the queue of its cluster, and what it waits for. With the right to read.

import { keyOf } from '../../../arm/resource-id.ts'
import type { AnswerAction } from '../../../arm/resource-type.ts'
import type { JobObserved } from '../../../fleet/jobs/job.ts'
import { whyWaiting } from '../../../fleet/jobs/why-waiting.ts'
import type { ClusterRecord } from '../clusters/cluster.ts'
import type { BatchJob } from './batch-job.ts'

/** `{ isWaiting, position?, waiting?, reason? }`; nothing but the first when it does not wait. */
export const jobWait: AnswerAction<BatchJob, JobObserved> = {
  kind: 'answer',
  method: 'GET',
  permission: 'read',
  async answer({ record: { key, desired, observed } }, { store }) {
    if (observed !== undefined && observed.state !== 'queued') return { isWaiting: false }
    const cluster = (await store.get(keyOf(desired.clusterId))) as ClusterRecord | undefined
    if (cluster === undefined) return { isWaiting: false }
    const { pool } = cluster.observed ?? {}
    const jobs = await store.queue(cluster.key)
    return { isWaiting: true, ...whyWaiting(key, { jobs, scale: cluster.desired.scale, status: pool }) }
  },
}
