// What a Batch AI job is. Read this first: the files it names hold one idea each.

import { keyOf } from '../../../arm/resource-id.ts'
import { type ChangeAction, resourceType } from '../../../arm/resource-type.ts'
import type { JobObserved, JobType } from '../../../fleet/jobs/job.ts'
import { reconcileJob } from '../../../fleet/jobs/reconcile-job.ts'
import type { ClusterRecord } from '../clusters/cluster.ts'
import { inWorkspace } from '../in-workspace.ts'
import type { OutputServices } from '../linked-files.ts'
import { type BatchJob, jobType } from './batch-job.ts'
import { type JobServices, withCluster } from './job-cluster.ts'
import { jobContainer } from './job-container.ts'
import { jobRemoteLogins } from './job-logins.ts'
import { jobWait } from './job-wait.ts'
import { listOutputFiles } from './list-output-files.ts'
import { misfitOf } from './misfit.ts'
import { mountsOf } from './mounts-of.ts'
import { nodeJobs } from './node-jobs.ts'
import { parseJob } from './parse-job.ts'
import { queuedOf } from './queued-of.ts'
import { renderJob } from './render-job.ts'

const minutes = 60_000

const terminate: ChangeAction<BatchJob, JobObserved> = {
  kind: 'change',
  verb: 'Terminate',
  deadlineMs: 10 * minutes,
  apply: ({ desired }) => ({ ...desired, isTerminated: true }),
}

const running: JobType<BatchJob> = {
  clusterKeyOf: ({ clusterId }) => keyOf(clusterId),
  queuedOf,
  isToEnd: ({ isTerminated }) => isTerminated,
  nodeJobs,
  mountsOf,
  containerOf: ({ desired: { container } }, unseal) => container && jobContainer(container, unseal),
  isBound: ({ mpi }) => mpi !== undefined,
  misfit: ({ desired }, cluster) => misfitOf(desired, (cluster as ClusterRecord).desired.scale),
  onRemoval(cluster) {
    const { priority, scale } = (cluster as ClusterRecord).desired
    return priority === 'dedicated' && scale.kind === 'manual' ? scale.onRemoval : undefined
  },
}

export type BatchJobServices = JobServices & OutputServices

export function jobs(services: BatchJobServices) {
  return resourceType<BatchJob, JobObserved>({
    type: jobType,
    ...inWorkspace,
    verbs: ['get', 'list', 'put', 'delete'],
    deadlinesMs: { create: 5 * minutes, update: 5 * minutes, delete: 15 * minutes },
    parse: (input) => parseJob(input, services),
    complete: async (desired, experimentKey, isNew) =>
      isNew ? withCluster(desired, experimentKey, services) : desired,
    render: renderJob,
    actions: {
      terminate,
      listOutputFiles: listOutputFiles(services),
      listRemoteLoginInformation: jobRemoteLogins,
      wait: jobWait,
    },
    queuedOf,
    reconcile: reconcileJob(running),
  })
}
