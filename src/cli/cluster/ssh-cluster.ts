// `cluster ssh`: to one of its nodes.

import type { ApiCommand } from '../frame/api-command.ts'
import { clusterNames, nodesOf, readCluster } from './clusters.ts'
import { enterNode } from './enter-node.ts'

export const sshCluster: ApiCommand = {
  usage: 'ssh <name> [command...]',
  summary: 'Open a shell on a node of a cluster, or run a command there (after --)',
  completes: { name: clusterNames },
  options: [{ flags: '--node <id>', summary: 'which node (default: the first)' }],
  examples: ['carrel cluster ssh train', 'carrel cluster ssh train --node tvm-0123456789-0a1b2c3d -- nvidia-smi'],
  async run(invocation) {
    const session = await invocation.session()
    const cluster = await readCluster(invocation, session, invocation.argument('name'))
    await enterNode(invocation, {
      cluster,
      nodes: await nodesOf(invocation, session, cluster.name),
      node: invocation.option('node'),
      command: invocation.arguments('command'),
      lookAgain: `carrel cluster nodes ${cluster.name}`,
    })
  },
}
