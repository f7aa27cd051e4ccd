// `job submit`: a command line to run on a cluster.

import type { ClusterDocument } from '../cluster/cluster-document.ts'
import { bad, fileServerMount } from '../cluster/cluster-options.ts'
import { batchWorkspaceId, clusterNames, readCluster } from '../cluster/clusters.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import type { Invocation } from '../frame/invocation.ts'
import { containerFrom } from './container-options.ts'
import { experimentOption } from './jobs.ts'
import { putJob } from './put-job.ts'

export const submitJob: ApiCommand = {
  usage: 'submit <name> <command...>',
  summary: 'Queue a command line on a cluster',
  isLong: true,
  options: [
    { flags: '-c, --cluster <name>', summary: 'cluster to run on', isRequired: true, completes: clusterNames },
    experimentOption,
    { flags: '--nodes <number>', summary: 'how many nodes at once; the command runs on the first', default: '1' },
    { flags: '--mpi', summary: 'the command runs in each process of an MPI program, on all the nodes' },
    { flags: '--processes <number>', summary: 'how many processes, with --mpi (default: as many as nodes)' },
    { flags: '--priority <word>', summary: 'low, normal or high', choices: ['low', 'normal', 'high'] },
    { flags: '--preparation <command>', summary: 'what runs before it, on each node' },
    { flags: '--image <reference>', summary: 'run it in a container of this image, on each of its nodes' },
    { flags: '--shm-size <size>', summary: "size of the container's /dev/shm, such as 2g" },
    { flags: '--registry-user <name>', summary: 'who fetches the image, with --registry-password-stdin' },
    { flags: '--registry-password-stdin', summary: 'take the password for that from standard input' },
    { flags: '--env <setting...>', summary: 'a variable, as NAME=value; may be given several times' },
    { flags: '--time <duration>', summary: 'how long it may run, such as PT6H (default: 7 days)' },
    { flags: '--file-server <name...>', summary: 'file servers to mount for it, as NAME or NAME:PATH' },
    {
      flags: '--output-path <path>',
      summary: 'where its output is written (default: a file server of the job or cluster)',
    },
  ],
  examples: [
    'carrel job submit train --cluster pool -- python /mnt/batch/tasks/shared/LS_root/mounts/disks/train.py --epochs 3',
    'carrel job submit sweep --cluster pool --nodes 2 --priority high --env SEED=7 --time PT2H "./run.sh > log.txt"',
    'carrel job submit train --cluster pool --image pytorch/pytorch:2.3.0 --shm-size 2g -- python -m train',
    'pass registry | carrel job submit train -c pool --image team.azurecr.io/train:4 --registry-user team --registry-password-stdin -- ./run.sh',
    "carrel job submit reckon --cluster pool --nodes 2 --mpi --processes 4 -- python '$AZ_BATCHAI_MOUNT_ROOT/disks/reckon.py'",
  ],
  async run(invocation) {
    const containerSettings = await containerFrom(invocation)
    const session = await invocation.session()
    const cluster = await readCluster(invocation, session, invocation.option('cluster') ?? '')
    const workspace = batchWorkspaceId(invocation, session)
    const fileServers = invocation.options('file-server').map((text) => fileServerMount(workspace, text))
    const [preparation, time] = [invocation.option('preparation'), invocation.option('time')]
    await putJob(invocation, {
      name: invocation.argument('name'),
      makesExperiment: true,
      properties: {
        cluster: { id: cluster.id },
        nodeCount: nodesIn(invocation.option('nodes') ?? '1'),
        schedulingPriority: invocation.option('priority') ?? 'normal',
        ...toolkit(invocation),
        ...(containerSettings === undefined ? {} : { containerSettings }),
        ...(preparation === undefined ? {} : { jobPreparation: { commandLine: preparation } }),
        ...(time === undefined ? {} : { constraints: { maxWallClockTime: time } }),
        environmentVariables: invocation.options('env').map(settingOf),
        ...(fileServers.length === 0 ? {} : { mountVolumes: { fileServers } }),
        stdOutErrPathPrefix: outputPath(invocation, cluster, fileServers[0]),
      },
    })
  },
}

function toolkit(invocation: Invocation): object {
  const commandLine = commandLineOf(invocation.arguments('command'))
  const processes = invocation.option('processes')
  if (invocation.isOn('mpi')) {
    const processCount = processes === undefined ? {} : { processCount: processesIn(processes) }
    return { customMpiSettings: { commandLine, ...processCount } }
  }
  if (processes === undefined) return { customToolkitSettings: { commandLine } }
  throw bad('--processes is given without --mpi.', 'add --mpi, or leave it out')
}

/** One word is a line for the shell; several are words, as they were given. */
export function commandLineOf(words: readonly string[]): string {
  const [only = '', ...more] = words
  return more.length === 0 ? only : words.map(quoted).join(' ')
}

function quoted(word: string): string {
  return /^[\w@%+=:,./$-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

function nodesIn(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text)
  throw bad(`'${text}' is no number of nodes.`, 'give a whole number from 1 to 100')
}

function processesIn(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text)
  throw bad(`'${text}' is no number of processes.`, 'give a whole number above 0')
}

function settingOf(text: string) {
  const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined) throw bad(`'${text}' is no variable.`, 'write it as NAME=value')
  return { name, value }
}

function outputPath(
  invocation: Invocation,
  { properties }: ClusterDocument,
  own: { readonly relativeMountPath: string } | undefined,
): string {
  const asked = invocation.option('output-path')
  if (asked !== undefined) return asked
  if (own !== undefined) return `$AZ_BATCHAI_JOB_MOUNT_ROOT/${own.relativeMountPath}`
  const [server] = properties.nodeSetup?.mountVolumes?.fileServers ?? []
  if (server) return `$AZ_BATCHAI_MOUNT_ROOT/${server.relativeMountPath}`
  invocation.say('The cluster mounts no file server: what the job prints stays on its node, and is gone with it.')
  return '$AZ_BATCHAI_JOB_TEMP_DIR/output'
}
