// Which machines may reach each other: those whose Docker networks carry the same label. Docker keeps it, so that it is
// the same after any restart, whoever asks.

import type Docker from 'dockerode'
import { bridgeName, labels } from './names.ts'

export interface PeerGroup {
  /** Hash of the network's name. */
  readonly network: string
  /** Of its machines, in order; more than one, or the one of a cluster. */
  readonly bridges: readonly string[]
  /** True: its machines reach each other on every port. */
  readonly isCluster: boolean
}

export async function peerGroups(docker: Docker, installationId: string): Promise<PeerGroup[]> {
  const filters = { label: [`${labels.installation}=${installationId}`] }
  const groups = new Map<string, string[]>()
  const clusters: PeerGroup[] = []
  for (const { Labels: own = {} } of await docker.listNetworks({ filters })) {
    const [network, machineKey, cluster] = [own[labels.network], own[labels.machine], own[labels.cluster]]
    if (cluster !== undefined && /^[0-9a-f]{10}$/.test(cluster))
      clusters.push({ network: cluster, bridges: [bridgeName(installationId, cluster)], isCluster: true })
    const key = cluster ?? machineKey
    if (network === undefined || key === undefined || !/^[0-9a-f]{10}$/.test(network)) continue
    groups.set(network, [...(groups.get(network) ?? []), bridgeName(installationId, key)])
  }
  const peers = [...groups]
    .map(([network, bridges]) => ({ network, bridges: bridges.sort(), isCluster: false }))
    .filter(({ bridges }) => bridges.length > 1)
  return [...peers, ...clusters].sort((one, other) => (one.network < other.network ? -1 : 1))
}
