// How a job's processes are started all over its nodes: what its first node runs. Pure.

import type { BatchJob, HorovodSettings } from './batch-job.ts'
import { hostFile, temporaryFolder } from './job-paths.ts'

/** Where root of a job's nodes lets the others in; below the ports that programs are given at random. */
export const peerPort = 29_022

/** A script for a shell; the job's command line is read by a shell of its own in each process. */
export function mpiCommand(
  jobName: string,
  job: Pick<BatchJob, 'commandLine' | 'container'>,
  processes: number,
): string {
  const [shell, missing] = job.container
    ? ['/bin/sh', 'The image has no mpirun, which starts the processes of MPI.']
    : ['/bin/bash', 'The node was made before there was MPI. Resize the cluster to 0 nodes and back.']
  return [
    `command -v mpirun > /dev/null || { echo '${missing}' >&2; exit 127; }`,
    `exec mpirun --hostfile ${quoted(hostFile(jobName))} -np ${processes} ${shell} -c ${quoted(job.commandLine)}`,
  ].join('\n')
}

/** What Open MPI has to know in a job: it runs as root, and in a container `ssh` has its settings with the job. */
export function mpiVariables(jobName: string, { container, peerKey }: BatchJob): Record<string, string> {
  const root = { OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1' }
  if (container === undefined || peerKey === undefined) return root
  return {
    ...root,
    OMPI_MCA_plm_rsh_agent: 'ssh',
    OMPI_MCA_plm_rsh_args: `-F ${temporaryFolder(jobName)}/.peers/ssh_config`,
  }
}

/** Open MPI's host file: the job's nodes in order, with room for its processes, shared evenly. */
export function hostLines({ mpi, nodeCount }: Pick<BatchJob, 'mpi' | 'nodeCount'>, names: readonly string[]): string {
  const slots = Math.max(1, Math.ceil((mpi?.processCount ?? nodeCount) / names.length))
  return names.map((name) => `${name} slots=${slots}\n`).join('')
}

/** What Horovod's own settings say, as a command line for a shell: paths may begin with a variable. */
export function pythonLine(settings: HorovodSettings): string {
  const { pythonInterpreterPath: interpreter = 'python', pythonScriptFilePath: script, commandLineArgs = '' } = settings
  return `${doubleQuoted(interpreter)} ${doubleQuoted(script)} ${commandLineArgs}`.trim()
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** One word in which the shell's variables count. */
function doubleQuoted(text: string): string {
  return `"${text.replaceAll(/["\\`]/g, '\\$&')}"`
}
