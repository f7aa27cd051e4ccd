// From the model to the wire, as published: what was sent without its secrets, and how far the job is.

import type { Rendered, View } from '../../../arm/resource-type.ts'
import { freshJob, isOver, type JobObserved } from '../../../fleet/jobs/job.ts'
import { lifeOf } from '../states.ts'
import type { BatchJob } from './batch-job.ts'
import { containerDocument } from './job-container.ts'
import { toolkitDocument } from './toolkit.ts'
import { wallClockText } from './wall-clock-time.ts'

/** The first api-version that shows what Azure never had. */
const ownSince = '2026-11-01'

export function renderJob(view: View<BatchJob, JobObserved>): Rendered {
  const { record } = view
  const observed = record.observed ?? freshJob(record)
  return {
    properties: {
      ...bodyOf(record.desired),
      jobOutputDirectoryPathSegment: record.desired.segment,
      ...lifeOf(view),
      executionState: observed.state,
      executionStateTransitionTime: new Date(observed.since).toISOString(),
      ...(observed.state === 'queued' ? {} : { executionInfo: executionOf(observed) }),
      ...(view.apiVersion >= ownSince ? ownMembers(record, observed) : {}),
    },
  }
}

function bodyOf(job: BatchJob) {
  const { unmanaged = [] } = job
  return {
    schedulingPriority: job.priority,
    cluster: { id: job.clusterId },
    ...(job.volumes.length + unmanaged.length === 0 ? {} : { mountVolumes: volumesDocument(job.volumes, unmanaged) }),
    nodeCount: job.nodeCount,
    ...toolkitDocument(job),
    ...(job.container === undefined ? {} : { containerSettings: containerDocument(job.container) }),
    ...(job.preparation === undefined ? {} : { jobPreparation: { commandLine: job.preparation } }),
    stdOutErrPathPrefix: job.outputPrefix,
    inputDirectories: job.inputs,
    outputDirectories: job.outputs,
    environmentVariables: Object.entries(job.environment).map(([name, value]) => ({ name, value })),
    secrets: job.secretNames.map((name) => ({ name })),
    constraints: { maxWallClockTime: wallClockText(job.maxMs) },
  }
}

function volumesDocument(volumes: BatchJob['volumes'], unmanaged: NonNullable<BatchJob['unmanaged']>) {
  return {
    azureFileShares: [],
    azureBlobFileSystems: [],
    fileServers: volumes.map(({ id, ...volume }) => ({ fileServer: { id }, ...volume })),
    unmanagedFileSystems: unmanaged,
  }
}

/** Who submitted it, and the nodes of its last attempt, the first before the others. */
function ownMembers({ createdBy }: View<BatchJob, JobObserved>['record'], { nodes, ended, state }: JobObserved) {
  const { objectId, name } = createdBy
  const isUnderWay = state === 'running' || state === 'terminating'
  return { submittedBy: { objectId, name }, nodes, attempts: ended + (isUnderWay ? 1 : 0) }
}

function executionOf(observed: JobObserved) {
  const { startedAt, endedAt, exitCode, errors } = observed
  const over = isOver(observed)
  return {
    ...(startedAt === undefined ? {} : { startTime: new Date(startedAt).toISOString() }),
    ...(over && endedAt !== undefined ? { endTime: new Date(endedAt).toISOString() } : {}),
    ...(over && exitCode !== undefined ? { exitCode } : {}),
    errors: errors.map(({ code, message }) => ({ code, message, details: [] })),
  }
}
