// `batchai job create`, `show`, `list`, `terminate`, `delete`, `file list`, `file stream`, `node list`: the lines of
// `az batchai job`.

import { clusterVersion, type NodeDocument } from '../cluster/cluster-document.ts'
import { fileServerMount } from '../cluster/cluster-options.ts'
import { batchWorkspaceId, clusterId, clusterNames } from '../cluster/clusters.ts'
import { nodeColumns } from '../cluster/columns.ts'
import { wholeIn } from '../file-server/disk-options.ts'
import { fileServerNames } from '../file-server/file-servers.ts'
import type { ApiCommand, ApiOption } from '../frame/api-command.ts'
import { changeJobs, listNamedFiles, listNamedJobs, showNamedJob } from '../job/job-commands.ts'
import { jobId, jobNames } from '../job/jobs.ts'
import { putJob } from '../job/put-job.ts'
import { streamFile } from '../job/stream-file.ts'
import { waitForJob } from '../job/wait-for-job.ts'
import { expiryOption, minutesOf, workspaceOption } from './batchai-options.ts'
import { refusedOptions, refusedStorage, refuseOptions } from './no-storage.ts'
import { propertiesIn } from './properties-in.ts'

const experiment: ApiOption = { flags: '-e, --experiment <name>', summary: 'experiment of the job', isRequired: true }
const named: readonly ApiOption[] = [
  { flags: '-n, --name <name>', summary: 'name of the job', isRequired: true, completes: jobNames },
  experiment,
  workspaceOption,
]
/** Of lines about what belongs to a job. */
export const ofJob: readonly ApiOption[] = [
  { flags: '-j, --job <name>', summary: 'name of the job', isRequired: true, completes: jobNames },
  experiment,
  workspaceOption,
]
const directory: readonly ApiOption[] = [
  { flags: '-d, --output-directory-id <id>', summary: 'which of its output directories', default: 'stdouterr' },
  { flags: '-p, --path <path>', summary: 'a folder in it', default: '.' },
]

export const createJobLine: ApiCommand = {
  usage: 'create',
  summary: 'Queue a job',
  isLong: true,
  options: [
    { flags: '-n, --name <name>', summary: 'name of the job', isRequired: true },
    { flags: '-c, --cluster <name>', summary: 'cluster to run on', isRequired: true, completes: clusterNames },
    { flags: '-f, --config-file <file>', summary: 'JSON with the properties of a job', isRequired: true },
    { flags: '--nfs <name>', summary: 'file server to mount for the job', completes: fileServerNames },
    { flags: '--nfs-mount-path <path>', summary: 'where, below $AZ_BATCHAI_JOB_MOUNT_ROOT', default: 'nfs' },
    ...refusedOptions(refusedStorage),
    experiment,
    workspaceOption,
  ],
  examples: ['carrel batchai job create --name train --cluster pool --experiment trial --workspace lab -f job.json'],
  async run(invocation) {
    const session = await invocation.session()
    refuseOptions(invocation, refusedStorage)
    const properties = await propertiesIn<{ mountVolumes?: { fileServers?: object[] } }>(
      invocation.option('config-file'),
    )
    const server = invocation.option('nfs')
    const { mountVolumes } = properties
    const own =
      server === undefined
        ? []
        : [fileServerMount(batchWorkspaceId(invocation, session), server, invocation.option('nfs-mount-path'))]
    await putJob(invocation, {
      name: invocation.option('name') ?? '',
      makesExperiment: false,
      properties: {
        ...properties,
        ...(own.length === 0
          ? {}
          : { mountVolumes: { ...mountVolumes, fileServers: [...(mountVolumes?.fileServers ?? []), ...own] } }),
        cluster: { id: clusterId(invocation, session, invocation.option('cluster') ?? '') },
      },
    })
  },
}

export const showJobLine: ApiCommand = {
  usage: 'show',
  summary: 'Show one job',
  options: named,
  examples: ['carrel batchai job show --name train --experiment trial --workspace lab'],
  run: (invocation) => showNamedJob(invocation, invocation.option('name') ?? ''),
}

export const listJobLine: ApiCommand = {
  usage: 'list',
  summary: 'List the jobs of an experiment',
  options: [experiment, workspaceOption],
  examples: ['carrel batchai job list --experiment trial --workspace lab --output table'],
  run: listNamedJobs,
}

export const waitJobLine: ApiCommand = {
  usage: 'wait',
  summary: 'Wait until a job is over; fails when the job does',
  options: [...named, { flags: '--interval <seconds>', summary: 'how often to look', default: '2' }],
  examples: ['carrel batchai job wait --name train --experiment trial --workspace lab'],
  run: (invocation) =>
    waitForJob(invocation, invocation.option('name') ?? '', wholeIn(invocation.option('interval') ?? '', interval)),
}

const interval = { name: '--interval', most: 3600 }

export const terminateJobLine: ApiCommand = {
  usage: 'terminate',
  summary: 'End a job',
  isLong: true,
  asks: true,
  options: named,
  examples: ['carrel batchai job terminate --name train --experiment trial --workspace lab --yes'],
  async run(invocation) {
    const name = invocation.option('name') ?? ''
    await invocation.confirm(`End the job ${name}?`)
    await changeJobs(invocation, 'cancel', [name])
  },
}

export const deleteJobLine: ApiCommand = {
  usage: 'delete',
  summary: 'Delete a job',
  isLong: true,
  asks: true,
  options: named,
  examples: ['carrel batchai job delete --name train --experiment trial --workspace lab --yes'],
  async run(invocation) {
    const name = invocation.option('name') ?? ''
    await invocation.confirm(`Delete the job ${name}?`)
    await changeJobs(invocation, 'delete', [name])
  },
}

export const listFilesLine: ApiCommand = {
  usage: 'list',
  summary: 'List the output files of a job',
  options: [...ofJob, ...directory, expiryOption],
  examples: ['carrel batchai job file list --job train --experiment trial --workspace lab'],
  run: (invocation) =>
    listNamedFiles(invocation, invocation.option('job') ?? '', {
      directoryId: invocation.option('output-directory-id') ?? 'stdouterr',
      path: invocation.option('path') ?? '.',
      minutes: minutesOf(invocation),
    }),
}

export const streamFileLine: ApiCommand = {
  usage: 'stream',
  summary: 'Print an output file of a job until the job is over',
  options: [...ofJob, ...directory, { flags: '-f, --file-name <name>', summary: 'which file', isRequired: true }],
  examples: ['carrel batchai job file stream --job train --experiment trial --workspace lab --file-name stdout.txt'],
  async run(invocation) {
    await streamFile(invocation, {
      job: invocation.option('job') ?? '',
      file: invocation.option('file-name') ?? '',
      directoryId: invocation.option('output-directory-id') ?? 'stdouterr',
      path: invocation.option('path') ?? '.',
    })
  },
}

export const jobNodesLine: ApiCommand = {
  usage: 'list',
  summary: 'List the nodes a job runs on, with where each is reached by SSH',
  options: ofJob,
  examples: ['carrel batchai job node list --job train --experiment trial --workspace lab'],
  async run(invocation) {
    const session = await invocation.session()
    const id = jobId(invocation, session, invocation.option('job') ?? '')
    const { value } = await session.call<{ value: NodeDocument[] }>(
      'POST',
      `${id}/listRemoteLoginInformation?${clusterVersion}`,
    )
    invocation.showList(value, { columns: nodeColumns, empty: 'No nodes: it does not run.' })
  },
}
