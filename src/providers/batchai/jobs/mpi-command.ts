// How a job's processes are started all over its nodes: what its first node runs. Pure.

import type { BatchJob, HorovodSettings } from './batch-job.ts'
import { hostFile } from './job-paths.ts'

/** Where root of a job's nodes lets the others in; below the ports that programs are given at random. */
export const peerPort = 29_022

/** One line for a shell; `commandLine` is read by a shell of its own in each process. */
export function mpiCommand(jobName: string, commandLine: string, processCount: number): string {
  const start = `exec mpirun --hostfile ${quoted(hostFile(jobName))} -np ${processCount}`
  return `${hasMpirun}\n${start} /bin/bash -c ${quoted(commandLine)}`
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

const hasMpirun =
  "command -v mpirun > /dev/null || { echo 'The node was made before there was MPI. Resize the cluster to 0 nodes and back.' >&2; exit 127; }"

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** One word in which the shell's variables count. */
function doubleQuoted(text: string): string {
  return `"${text.replaceAll(/["\\`]/g, '\\$&')}"`
}
