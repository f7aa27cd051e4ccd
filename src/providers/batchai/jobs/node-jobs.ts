// What each node of a job is asked to run: the first the command, the others only the preparation, and to let the first in.

import type { NodeJob } from '../../../fleet/jobs/job.ts'
import type { Placement } from '../../../fleet/pool/pool.ts'
import type { BatchJobRecord } from './batch-job.ts'
import {
  expanded,
  hostFile,
  jobMountRoot,
  jobVariables,
  outputFolder,
  sharedFolders,
  stdOutErrId,
  temporaryFolder,
} from './job-paths.ts'
import { mountsOf } from './mounts-of.ts'
import { hostLines, mpiCommand, mpiVariables, peerPort } from './mpi-command.ts'

export function nodeJobs(
  { name, desired: job, observed }: BatchJobRecord,
  nodes: Placement['nodes'],
  unseal: (sealed: string) => string,
): NodeJob[] {
  const names = nodes.map((node) => node.name)
  const variables = jobVariables(name, job, { nodes: names, attempt: (observed?.ended ?? 0) + 1 })
  const given = Object.entries(job.environment).map(([key, value]) => [key, expanded(value, variables)])
  const secrets = Object.entries(job.secrets).map(([key, { sealed }]) => [key, unseal(sealed)])
  const temporary = temporaryFolder(name)
  const outputs = outputFolder(name, job, stdOutErrId) ?? temporary
  const shared = variables['AZ_BATCHAI_SHARED_JOB_TEMP']
  const common = {
    preparation: job.preparation,
    environment: {
      ...mpiVariables(name, job),
      ...Object.fromEntries(given),
      ...Object.fromEntries(secrets),
      ...variables,
    },
    freshFolder: temporary,
    folders: [
      `${temporary}/mounts`,
      ...(shared === undefined ? [] : [shared]),
      outputs,
      ...job.outputs.map(({ id }) => outputFolder(name, job, id) ?? outputs),
    ],
    links: Object.fromEntries(
      job.shares.flatMap(({ path, nodePath }) => (nodePath === undefined ? [] : [[path, nodePath]])),
    ),
    mountPoints: mountsOf(job).map(({ path }) => path),
    mountCommands: (job.unmanaged ?? []).map(({ mountCommand: command, relativeMountPath }) => ({
      path: `${jobMountRoot(name)}/${relativeMountPath}`,
      command,
    })),
    files: { [hostFile(name)]: hostLines(job, names) },
    workFolder: temporary,
    timeoutMs: job.maxMs,
    peers: job.peerKey && {
      ...{ port: peerPort, names },
      ...{ privateKey: unseal(job.peerKey.sealed), publicKey: job.peerKey.authorizedKey },
    },
  }
  const command = job.mpi ? mpiCommand(name, job, job.mpi.processCount) : job.commandLine
  return nodes.map((_, index) => ({
    ...common,
    command: index === 0 ? command : undefined,
    temporaryFolders: index === 0 ? [sharedFolders(name, job) ?? []].flat() : [],
    outputs: { folder: outputs, preparation: index === 0 ? '-job_prep' : `-job_prep-${index}` },
  }))
}
