// Where a job's files are in its nodes, and the variables that say so. Pure.

import { mountRoot } from '../../../fleet/pool/node-script.ts'
import type { BatchJob } from './batch-job.ts'

const jobsRoot = '/mnt/batch/tasks/shared/LS_root/jobs'
export const stdOutErrId = 'stdouterr'

type Placed = Pick<BatchJob, 'nodeCount' | 'outputPrefix' | 'segment' | 'inputs' | 'outputs' | 'gpus' | 'shares'>

/** This job's own folder in a node; made anew for it. */
export function temporaryFolder(jobName: string): string {
  return `${jobsRoot}/${jobName}`
}

export function jobMountRoot(jobName: string): string {
  return `${temporaryFolder(jobName)}/mounts`
}

export function hostFile(jobName: string): string {
  return `${temporaryFolder(jobName)}/hostfile`
}

/** The folders that prefixes and inputs may begin with. */
export function rootVariables(jobName: string, nodeCount: number): Record<string, string> {
  const temporary = temporaryFolder(jobName)
  return {
    AZ_BATCHAI_MOUNT_ROOT: mountRoot,
    AZ_BATCHAI_JOB_MOUNT_ROOT: jobMountRoot(jobName),
    AZ_BATCHAI_JOB_TEMP_DIR: `${jobsRoot}/`,
    AZ_BATCHAI_JOB_TEMP: temporary,
    // Of several nodes it lies in what they mount, and nothing can begin with it.
    ...(nodeCount === 1 ? { AZ_BATCHAI_SHARED_JOB_TEMP: `${temporary}/shared` } : {}),
  }
}

/** Absolute folder of the output directory with this id, in any case; undefined: there is none. */
export function outputFolder(jobName: string, job: Placed, id: string): string | undefined {
  const roots = rootVariables(jobName, job.nodeCount)
  if (id.toLowerCase() === stdOutErrId) return joined([expanded(job.outputPrefix, roots), job.segment, stdOutErrId])
  const output = job.outputs.find((each) => each.id.toLowerCase() === id.toLowerCase())
  return output && joined([expanded(output.pathPrefix, roots), job.segment, output.pathSuffix ?? ''])
}

/**
 * Where the nodes of one attempt have a folder in common that goes with it: beside its output, where that is on a file server.
 * Undefined: there is one node alone, or they have nothing in common.
 */
export function sharedFolders(jobName: string, job: Placed): string | undefined {
  const output = outputFolder(jobName, job, stdOutErrId)
  const isShared = job.shares.some(({ path }) => output?.startsWith(`${path}/`))
  return job.nodeCount > 1 && isShared ? output?.replace(/[^/]+$/, 'shared') : undefined
}

/** Every variable that Batch AI gives to a job on these nodes. */
export function jobVariables(
  jobName: string,
  job: Placed,
  { nodes, attempt }: { readonly nodes: readonly string[]; readonly attempt: number },
): Record<string, string> {
  const roots = rootVariables(jobName, job.nodeCount)
  const shared = sharedFolders(jobName, job)
  return {
    ...roots,
    ...(shared === undefined ? {} : { AZ_BATCHAI_SHARED_JOB_TEMP: `${shared}/${attempt}` }),
    AZ_BATCHAI_STDOUTERR_DIR: outputFolder(jobName, job, stdOutErrId) ?? '',
    ...Object.fromEntries(job.inputs.map(({ id, path }) => [`AZ_BATCHAI_INPUT_${id}`, expanded(path, roots)])),
    ...Object.fromEntries(
      job.outputs.map(({ id }) => [`AZ_BATCHAI_OUTPUT_${id}`, outputFolder(jobName, job, id) ?? '']),
    ),
    AZ_BATCHAI_MPI_HOST_FILE: hostFile(jobName),
    AZ_BATCHAI_NUM_GPUS: String(job.gpus),
    AZ_BATCH_HOST_LIST: nodes.join(','),
  }
}

/** With `$NAME` and `${NAME}` replaced where they are known; the rest is the shell's. */
export function expanded(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$(?:(\w+)|\{(\w+)\})/g, (whole, plain?: string, braced?: string) => {
    const name = plain ?? braced ?? ''
    return Object.hasOwn(variables, name) ? (variables[name] ?? whole) : whole
  })
}

function joined(parts: readonly string[]): string {
  const names = parts.flatMap((part) => part.split('/')).filter((name) => name !== '' && name !== '.')
  return `/${names.join('/')}`
}
