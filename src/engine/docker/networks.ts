// A machine's network: a bridge of its own with a subnet of its own, on which it is alone with the host. Its label says
// which network of several machines it belongs to; what they reach of each other is the firewall's.

import { readFile } from 'node:fs/promises'
import type Docker from 'dockerode'
import { TerminalError } from '../../base/errors.ts'
import { isConflict, isMissing } from './docker-errors.ts'
import { bridgeName, dockerName, labels, networkHash } from './names.ts'
import { freeSubnets, routedSubnets } from './subnets.ts'

export interface NetworkSpec {
  readonly installationId: string
  readonly machineKey: string
  readonly nodeId: string
  /** Subnets are taken from it. */
  readonly range: string
  /** Of the machines that reach each other; undefined: it is not among any. */
  readonly network: string | undefined
}

export async function ensureNetwork(docker: Docker, spec: NetworkSpec): Promise<void> {
  const routed = routedSubnets(await readFile('/proc/net/route', 'utf8'))
  for (const subnet of freeSubnets(spec.range, spec.machineKey, routed)) {
    try {
      await docker.createNetwork(createOptions(spec, subnet))
      return
    } catch (error) {
      if (isConflict(error)) return replaceIfOther(docker, spec)
      if (!/overlap/i.test(String(error))) throw error
    }
  }
  throw new TerminalError('NoNetworkRoom', `Every subnet of ${spec.range} is in use.`, {
    nextStep: 'Delete machines that are no longer used, or set a larger network range.',
  })
}

/** Labels cannot be changed. Nobody is on it: it is made before its machine starts. */
async function replaceIfOther(docker: Docker, spec: NetworkSpec): Promise<void> {
  const name = dockerName(spec.installationId, spec.machineKey)
  const { Labels: has = {} } = (await docker.getNetwork(name).inspect()) as Docker.NetworkInspectInfo
  if (has[labels.network] === labelsOf(spec)[labels.network]) return
  await removeNetwork(docker, name)
  await ensureNetwork(docker, spec)
}

export async function removeNetwork(docker: Docker, name: string): Promise<void> {
  try {
    await docker.getNetwork(name).remove()
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}

function createOptions(spec: NetworkSpec, subnet: string): Docker.NetworkCreateOptions {
  const { installationId, machineKey } = spec
  return {
    Name: dockerName(installationId, machineKey),
    Driver: 'bridge',
    CheckDuplicate: true,
    EnableIPv6: false,
    IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] },
    Labels: labelsOf(spec),
    Options: {
      'com.docker.network.bridge.enable_icc': 'false',
      'com.docker.network.bridge.name': bridgeName(installationId, machineKey),
    },
  }
}

function labelsOf({ installationId, machineKey, nodeId, network }: NetworkSpec): Record<string, string> {
  return {
    [labels.installation]: installationId,
    [labels.machine]: machineKey,
    [labels.node]: nodeId,
    ...(network === undefined ? {} : { [labels.network]: networkHash(network) }),
  }
}
