// What things are called on a Docker that others use too. Every name and every label carries the installation, so two
// installations never meet, even with the same machine keys.

import { createHash } from 'node:crypto'

export const labels = {
  installation: 'carrel.installation',
  machine: 'carrel.machine',
  node: 'carrel.node',
  network: 'carrel.network',
  cluster: 'carrel.cluster',
  sidecar: 'carrel.sidecar',
  /** Of what mounts for a machine, for the time of one request. */
  mounter: 'carrel.mounter',
  /** Of all that is fixed when a sidecar's container is made. */
  sidecarDigest: 'carrel.sidecar-digest',
  annex: 'carrel.annex',
} as const

/** Of a machine's container and of its network. */
export function dockerName(installationId: string, machineKey: string): string {
  return `carrel-${installationId}-${machineKey}`
}

/** Interface names have room for 15 characters; all of an installation begin alike, which is what the firewall matches. */
export function bridgeName(installationId: string, machineKey: string): string {
  return bridgePrefix(installationId) + createHash('sha256').update(machineKey).digest('hex').slice(0, 6)
}

export function bridgePrefix(installationId: string): string {
  return `c${installationId.slice(0, 8)}`
}

/** Of the one network that all machines of a cluster are on. */
function clusterNetworkName(installationId: string, cluster: string): string {
  return `carrel-${installationId}-${clusterHash(cluster)}`
}

/** Of the network a machine is on: its own, or its cluster's. */
export function networkName(installationId: string, machine: { key: string; cluster?: string | undefined }): string {
  const { key, cluster } = machine
  return cluster === undefined ? dockerName(installationId, key) : clusterNetworkName(installationId, cluster)
}

export function clusterHash(cluster: string): string {
  return networkHash(`cluster ${cluster}`)
}

/** Of the network that machines share, in labels and names of chains. */
export function networkHash(network: string): string {
  return createHash('sha256').update(network).digest('hex').slice(0, 10)
}

/** Keys become names of folders and containers. */
export function checkKey(key: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(key)) throw new Error(`${JSON.stringify(key)} cannot name anything`)
  return key
}
