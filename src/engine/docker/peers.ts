// Which machines may reach each other: those whose Docker networks carry the same label. Docker keeps it, so that it is
// the same after any restart, whoever asks.

import type Docker from 'dockerode'
import { bridgeName, labels } from './names.ts'

export interface PeerGroup {
  /** Hash of the network's name. */
  readonly network: string
  /** Of its machines, in order; more than one. */
  readonly bridges: readonly string[]
}

export async function peerGroups(docker: Docker, installationId: string): Promise<PeerGroup[]> {
  const filters = { label: [`${labels.installation}=${installationId}`, labels.network] }
  const groups = new Map<string, string[]>()
  for (const { Labels: own = {} } of await docker.listNetworks({ filters })) {
    const [network, machineKey] = [own[labels.network], own[labels.machine]]
    if (network === undefined || machineKey === undefined || !/^[0-9a-f]{10}$/.test(network)) continue
    groups.set(network, [...(groups.get(network) ?? []), bridgeName(installationId, machineKey)])
  }
  return [...groups]
    .map(([network, bridges]) => ({ network, bridges: bridges.sort() }))
    .filter(({ bridges }) => bridges.length > 1)
    .sort((one, other) => (one.network < other.network ? -1 : 1))
}
