// `cluster ssh`: to one of its nodes, known by the keys the API tells, whatever port it has.

import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import { findIdentity } from '../ssh/find-identity.ts'
import { keepHostKeys } from '../ssh/known-hosts.ts'
import { runProgram } from '../ssh/run-program.ts'
import { sshSettings } from '../ssh/ssh-settings.ts'
import { checkedTarget } from '../ssh/ssh-target.ts'
import { clusterNames, nodesOf, readCluster } from './clusters.ts'

export const sshCluster: ApiCommand = {
  usage: 'ssh <name> [command...]',
  summary: 'Open a shell on a node of a cluster, or run a command there (after --)',
  completes: { name: clusterNames },
  options: [{ flags: '--node <id>', summary: 'which node (default: the first)' }],
  examples: ['carrel cluster ssh train', 'carrel cluster ssh train --node tvm-0123456789-0a1b2c3d -- nvidia-smi'],
  async run(invocation) {
    const session = await invocation.session()
    const cluster = await readCluster(invocation, session, invocation.argument('name'))
    const nodes = await nodesOf(invocation, session, cluster.name)
    const wanted = invocation.option('node')
    const node = nodes.find(({ nodeId }) => wanted === undefined || nodeId === wanted)
    if (node === undefined)
      throw new CliFailure(
        wanted === undefined ? `No node of ${cluster.name} is up.` : `No node '${wanted}' of ${cluster.name} is up.`,
        `"carrel cluster nodes ${cluster.name}" names those that are`,
        exitCodes.conflict,
      )
    const { adminUserName: user, adminUserSshPublicKey: publicKey = null } = cluster.properties.userAccountSettings
    const { nodeId: name, ipAddress: host, port, hostKeys = [] } = node
    const target = checkedTarget(
      { name, host, port, user, hostKeys, publicKey },
      `${session.endpoint}\n${cluster.id.toLowerCase()}/nodes/${name}`,
    )
    const [knownHosts, identity] = await Promise.all([
      keepHostKeys(target, process.env),
      findIdentity(publicKey, invocation.option('data')),
    ])
    const settings = sshSettings(target, { knownHosts, identity }).flatMap(([key, value]) => ['-o', `${key}=${value}`])
    const args = [...settings, '--', target.alias, ...invocation.arguments('command')]
    process.exitCode = await runProgram('ssh', args, 'install OpenSSH (openssh-client)')
  },
}
