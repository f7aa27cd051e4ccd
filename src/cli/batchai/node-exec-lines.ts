// `batchai cluster node exec` and `batchai job node exec`: a command on a node, or ports of it here, or both. Ports are
// opened on this machine's loopback alone, where `az` opens them to everybody.

import { clusterVersion, type NodeDocument } from '../cluster/cluster-document.ts'
import { bad } from '../cluster/cluster-options.ts'
import { clusterNames, nodesOf, readCluster } from '../cluster/clusters.ts'
import { enterNode } from '../cluster/enter-node.ts'
import type { ApiCommand, ApiOption } from '../frame/api-command.ts'
import type { Invocation } from '../frame/invocation.ts'
import { jobId, readJob } from '../job/jobs.ts'
import { workspaceOption } from './batchai-options.ts'
import { ofJob } from './job-lines.ts'
import { refuseOptions } from './no-storage.ts'

const execOptions: readonly ApiOption[] = [
  { flags: '--exec <command>', summary: 'what to run; without it, ports are forwarded until Ctrl-C' },
  { flags: '-n, --node-id <id>', summary: 'which node (default: the first)' },
  { flags: '-L, --address <address...>', summary: 'port here, host and port there, such as 8080:localhost:8080' },
  { flags: '-k, --ssh-private-key <file>', summary: 'key to sign in with (default: the one the cluster knows)' },
  { flags: '-p, --password <password>', summary: 'refused: see the message' },
]

export const clusterNodeExecLine: ApiCommand = {
  usage: 'exec',
  summary: 'Run a command on a node of a cluster, or forward ports to it',
  options: [
    { flags: '-c, --cluster <name>', summary: 'name of the cluster', isRequired: true, completes: clusterNames },
    workspaceOption,
    ...execOptions,
  ],
  examples: [
    'carrel batchai cluster node exec --cluster mycluster --workspace lab --exec "nvidia-smi"',
    'carrel batchai cluster node exec --cluster mycluster --workspace lab -L 6006:localhost:6006',
  ],
  async run(invocation) {
    const { options, command } = asked(invocation)
    const session = await invocation.session()
    const cluster = await readCluster(invocation, session, invocation.option('cluster') ?? '')
    await enterNode(invocation, {
      ...{ cluster, options, command },
      nodes: await nodesOf(invocation, session, cluster.name),
      node: invocation.option('node-id'),
      identity: invocation.option('ssh-private-key'),
      lookAgain: `carrel cluster nodes ${cluster.name}`,
    })
  },
}

export const jobNodeExecLine: ApiCommand = {
  usage: 'exec',
  summary: 'Run a command on a node that a job runs on, or forward ports to it',
  options: [...ofJob, ...execOptions],
  examples: ['carrel batchai job node exec --job train --experiment trial --workspace lab --exec "ps aux"'],
  async run(invocation) {
    const { options, command } = asked(invocation)
    const session = await invocation.session()
    const job = await readJob(invocation, session, invocation.option('job') ?? '')
    const cluster = await readCluster(invocation, session, job.properties.cluster.id.split('/').at(-1) ?? '')
    const logins = `${jobId(invocation, session, job.name)}/listRemoteLoginInformation?${clusterVersion}`
    const { value } = await session.call<{ value: NodeDocument[] }>('POST', logins)
    const ofTheJob = new Set(value.map(({ nodeId }) => nodeId))
    // The cluster tells their host keys as well.
    const nodes = (await nodesOf(invocation, session, cluster.name)).filter(({ nodeId }) => ofTheJob.has(nodeId))
    await enterNode(invocation, {
      ...{ cluster, nodes, options, command },
      node: invocation.option('node-id'),
      identity: invocation.option('ssh-private-key'),
      lookAgain: `carrel job show ${job.name}`,
    })
  },
}

const refused = { password: 'OpenSSH takes none from a command line, which others could read, and asks for it itself' }

/** Options of OpenSSH, and the command. Throws `CliFailure` for what cannot be honoured. */
function asked(invocation: Invocation): { options: readonly string[]; command: readonly string[] } {
  refuseOptions(invocation, refused)
  const addresses = invocation.options('address')
  const command = invocation.option('exec')
  for (const address of addresses)
    if (!/^\d{1,5}:[^\s:]+:\d{1,5}$/.test(address))
      throw bad(`'${address}' is no address to forward.`, 'write it as PORT:HOST:PORT, such as 8080:localhost:8080')
  if (command === undefined && addresses.length === 0)
    throw bad('Nothing is to be done on the node.', 'give --exec COMMAND, or -L PORT:HOST:PORT, or both')
  const forwards = addresses.flatMap((address) => ['-L', `127.0.0.1:${address}`])
  const options = [...(forwards.length > 0 ? ['-o', 'ExitOnForwardFailure=yes'] : []), ...forwards]
  if (command !== undefined) return { options, command: [command] }
  invocation.say(`Forwarding ${addresses.join(', ')}; Ctrl-C ends it.`)
  return { options: [...options, '-N'], command: [] }
}
