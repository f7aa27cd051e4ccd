// OpenSSH to a node of a cluster, known by the keys the API tells, whatever port it has.

import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import { findIdentity } from '../ssh/find-identity.ts'
import { keepHostKeys } from '../ssh/known-hosts.ts'
import { runProgram } from '../ssh/run-program.ts'
import { sshSettings } from '../ssh/ssh-settings.ts'
import { checkedTarget } from '../ssh/ssh-target.ts'
import type { ClusterDocument, NodeDocument } from './cluster-document.ts'

export interface Entering {
  readonly cluster: ClusterDocument
  /** Those that are up. */
  readonly nodes: readonly NodeDocument[]
  /** Id of a node; the first unless given. */
  readonly node: string | undefined
  /** Of OpenSSH, beside what it has to know of the node. */
  readonly options?: readonly string[]
  /** File of a private key; unless given, the one that belongs to the cluster's public key. */
  readonly identity?: string | undefined
  readonly command: readonly string[]
  /** What names the nodes there are. */
  readonly lookAgain: string
}

/** Ends as what it ran. Throws `CliFailure` where no such node is up. */
export async function enterNode(invocation: Invocation, entering: Entering): Promise<void> {
  const { cluster, nodes, node: wanted, options = [], command, lookAgain } = entering
  const node = nodes.find(({ nodeId }) => wanted === undefined || nodeId === wanted)
  if (node === undefined)
    throw new CliFailure(
      wanted === undefined ? `No node of ${cluster.name} is up.` : `No node '${wanted}' of ${cluster.name} is up.`,
      `"${lookAgain}" names those that are`,
      exitCodes.conflict,
    )
  const { adminUserName: user, adminUserSshPublicKey: publicKey = null } = cluster.properties.userAccountSettings
  const { nodeId: name, ipAddress: host, port, hostKeys = [] } = node
  const { endpoint } = await invocation.session()
  const target = checkedTarget(
    { name, host, port, user, hostKeys, publicKey },
    `${endpoint}\n${cluster.id.toLowerCase()}/nodes/${name}`,
  )
  const [knownHosts, identity] = await Promise.all([
    keepHostKeys(target, process.env),
    entering.identity ?? findIdentity(publicKey, invocation.option('data')),
  ])
  const settings = sshSettings(target, { knownHosts, identity }).flatMap(([key, value]) => ['-o', `${key}=${value}`])
  const args = [...settings, ...options, '--', target.alias, ...command]
  process.exitCode = await runProgram('ssh', args, 'install OpenSSH (openssh-client)')
}
