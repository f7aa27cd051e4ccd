// A machine's network: a bridge of its own with a subnet of its own, on which it is alone with the host. Its label says
// which network of several machines it belongs to; what they reach of each other is the firewall's. The machines of a
// cluster are on one bridge, and Docker tells them each other's names.

import { readFile } from 'node:fs/promises'
import type Docker from 'dockerode'
import { TerminalError } from '../../base/errors.ts'
import { isConflict, isMissing } from './docker-errors.ts'
import { bridgeName, clusterHash, dockerName, labels, networkHash, networkName } from './names.ts'
import { deleteLeftEndpoint } from './stale-endpoint.ts'
import { freeSubnets, routedSubnets } from './subnets.ts'

export interface NetworkSpec {
  readonly installationId: string
  readonly machineKey: string
  readonly nodeId: string
  /** Subnets are taken from it. */
  readonly range: string
  /** Of the machines that reach each other; undefined: it is not among any. */
  readonly network: string | undefined
  /** Of the machines that are on one network, which is then not this machine's alone. */
  readonly cluster?: string | undefined
}

/** Fourteen addresses for one machine and what stands beside it; 254 for a cluster. */
const machineBits = 28
const clusterBits = 24

export async function ensureNetwork(docker: Docker, spec: NetworkSpec): Promise<void> {
  const routed = routedSubnets(await readFile('/proc/net/route', 'utf8'))
  const [seed, bits] = spec.cluster === undefined ? [spec.machineKey, machineBits] : [spec.cluster, clusterBits]
  for (const subnet of freeSubnets(spec.range, { seed, bits }, routed)) {
    try {
      await docker.createNetwork(createOptions(spec, subnet))
      return
    } catch (error) {
      if (isConflict(error)) return replaceIfOther(docker, spec)
      // Another machine of the cluster is making it at the same moment.
      if (spec.cluster !== undefined && /same bridge name/i.test(String(error))) return
      if (!/overlap/i.test(String(error))) throw error
    }
  }
  throw new TerminalError('NoNetworkRoom', `Every subnet of ${spec.range} is in use.`, {
    nextStep: 'Delete machines that are no longer used, or set a larger network range.',
  })
}

/** Labels cannot be changed. Nobody is on it: it is made before its machine starts. */
async function replaceIfOther(docker: Docker, spec: NetworkSpec): Promise<void> {
  if (spec.cluster !== undefined) return
  const name = dockerName(spec.installationId, spec.machineKey)
  const { Labels: has = {} } = (await docker.getNetwork(name).inspect()) as Docker.NetworkInspectInfo
  if (has[labels.network] === labelsOf(spec)[labels.network]) return
  await removeNetwork(docker, name)
  await ensureNetwork(docker, spec)
}

/** With all that is on it: somebody's container, and the endpoint of a container that went while Docker could not write. */
export async function removeNetwork(docker: Docker, name: string): Promise<void> {
  const network = docker.getNetwork(name)
  const guests = await removeUnused(docker, name)
  if (guests.length === 0) return
  for (const guest of guests) await network.disconnect({ Container: guest, Force: true })
  await network.remove().catch(unlessMissing)
}

/** Answers the containers that are on it, for which it stays. */
async function removeUnused(docker: Docker, name: string): Promise<string[]> {
  const network = docker.getNetwork(name)
  try {
    await network.remove()
    return []
  } catch (error) {
    if (!/active endpoint/i.test(String(error))) return unlessMissing(error)
  }
  const { Containers: on = {} }: Docker.NetworkInspectInfo = await network.inspect()
  const guests: string[] = []
  for (const [id, { Name }] of Object.entries(on)) {
    if (id.startsWith('ep-')) await deleteLeftEndpoint(docker, Name, name)
    else guests.push(Name)
  }
  if (guests.length === 0) await network.remove().catch(unlessMissing)
  return guests
}

function unlessMissing(error: unknown): [] {
  if (isMissing(error)) return []
  throw error
}

/**
 * Those of clusters whose last machine has gone. One that a machine is about to use is made again by its next attempt; one
 * that a machine has come to since Docker was asked stays.
 */
export async function removeUnusedClusterNetworks(docker: Docker, installationId: string): Promise<void> {
  const own = `${labels.installation}=${installationId}`
  const networks = await docker.listNetworks({ filters: { label: [own, labels.cluster] } })
  if (networks.length === 0) return
  const containers = await docker.listContainers({ all: true, filters: { label: [own, labels.cluster] } })
  const used = new Set(containers.map(({ Labels: has }) => has[labels.cluster]))
  for (const { Id: id, Labels: has = {} } of networks) {
    if (!used.has(has[labels.cluster])) await removeUnused(docker, id)
  }
}

function createOptions(spec: NetworkSpec, subnet: string): Docker.NetworkCreateOptions {
  const { installationId, machineKey, cluster } = spec
  return {
    Name: networkName(installationId, { key: machineKey, cluster }),
    Driver: 'bridge',
    CheckDuplicate: true,
    EnableIPv6: false,
    IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] },
    Labels: labelsOf(spec),
    Options: {
      'com.docker.network.bridge.enable_icc': String(cluster !== undefined),
      'com.docker.network.bridge.name': bridgeName(
        installationId,
        cluster === undefined ? machineKey : clusterHash(cluster),
      ),
    },
  }
}

function labelsOf(spec: NetworkSpec): Record<string, string> {
  const { installationId, machineKey, nodeId, network, cluster } = spec
  const whose =
    cluster === undefined
      ? { [labels.machine]: machineKey, [labels.node]: nodeId }
      : { [labels.cluster]: clusterHash(cluster) }
  return {
    [labels.installation]: installationId,
    ...whose,
    ...(network === undefined ? {} : { [labels.network]: networkHash(network) }),
  }
}
