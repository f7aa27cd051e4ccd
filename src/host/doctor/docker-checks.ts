// Whether this Docker can run nodes well: its version, its storage, its control groups, and that it makes networks.

import type Docker from 'dockerode'
import { groupingOf } from '../../engine/docker/groups/grouping-of.ts'
import { runCommand } from '../run-command.ts'
import { type Diagnosis, diagnosis } from './diagnosis.ts'

/** What of `docker info` matters here. */
export interface DockerInfo {
  readonly ServerVersion: string
  readonly Driver: string
  readonly DriverStatus?: readonly (readonly [name: string, value: string])[] | null
  readonly CgroupDriver: string
  readonly CgroupVersion?: string
  readonly IPv4Forwarding?: boolean
  readonly MemoryLimit?: boolean
  readonly SwapLimit?: boolean
  readonly PidsLimit?: boolean
  readonly SecurityOptions?: readonly string[] | null
  readonly Warnings?: readonly string[] | null
}

const oldestMajor = 20
/** These share layers between containers; others copy each file. */
const sharingDrivers = ['overlay2', 'overlayfs', 'btrfs', 'zfs', 'fuse-overlayfs']

/** Needs a Docker that answers; one that does not is the machine checks' to tell. */
export async function dockerChecks(docker: Docker, isRoot: boolean): Promise<Diagnosis[]> {
  const info: DockerInfo = await docker.info()
  const networks = await docker.listNetworks({ filters: { name: ['bridge'] } })
  const hasBridge = networks.some((network) => network.Name === 'bridge')
  return [
    versionCheck(info),
    storageCheck(info),
    diskCheck(info),
    limitsCheck(info),
    groupCheck(info),
    networkCheck(hasBridge, info),
    isRoot ? await firewallCheck() : diagnosis.skip('firewall'),
  ]
}

export function versionCheck({ ServerVersion }: DockerInfo): Diagnosis {
  const major = Number.parseInt(ServerVersion, 10)
  if (major >= oldestMajor) return diagnosis.ok('docker version', ServerVersion)
  return diagnosis.fail('docker version', `${ServerVersion}, 20.10 or newer is needed`, 'update Docker Engine')
}

export function storageCheck({ Driver }: DockerInfo): Diagnosis {
  if (sharingDrivers.includes(Driver)) return diagnosis.ok('docker storage', Driver)
  return diagnosis.warn(
    'docker storage',
    `${Driver} copies the whole image for each instance`,
    'put Docker’s folder on ext4 or xfs and let it use overlay2',
  )
}

/** No fault: most Dockers hold no container to a size of its disk. */
export function diskCheck({ Driver, DriverStatus }: DockerInfo): Diagnosis {
  if (Driver === 'btrfs' || Driver === 'zfs')
    return diagnosis.ok('os disks', `${Driver} holds each instance to its size`)
  const backing = DriverStatus?.find(([name]) => name === 'Backing Filesystem')?.[1]
  if (backing === 'xfs') return diagnosis.ok('os disks', 'held to their size if xfs is mounted with pquota')
  return diagnosis.ok('os disks', `as large as the host’s: ${Driver} on ${backing ?? 'this disk'} cannot limit them`)
}

/** Nodes are held by memory, processes and CPU; what the kernel cannot hold a node to, one node takes from all. */
export function limitsCheck(info: DockerInfo): Diagnosis {
  const detail = `cgroup v${info.CgroupVersion ?? '1'}, ${info.CgroupDriver}`
  if (info.MemoryLimit === false) {
    return diagnosis.fail('docker limits', `${detail}: no memory limits`, 'boot with cgroup_enable=memory')
  }
  if (info.PidsLimit === false) {
    return diagnosis.warn('docker limits', `${detail}: no limit of processes`, 'enable the pids controller of cgroups')
  }
  if (info.SwapLimit === false) {
    return diagnosis.warn('docker limits', `${detail}: no limit of swap`, 'boot with swapaccount=1')
  }
  return diagnosis.ok('docker limits', detail)
}

/** What stands beside an instance or a node takes of what that may take, where a group holds them together. */
export function groupCheck(info: DockerInfo): Diagnosis {
  const isHeld = groupingOf(info) !== 'none'
  if (isHeld) return diagnosis.ok('limits of sizes', 'hold a machine and what stands beside it together')
  return diagnosis.warn(
    'limits of sizes',
    `cgroup v${info.CgroupVersion ?? '1'}, ${info.CgroupDriver}: what stands beside a machine has limits of its own`,
    'boot with systemd.unified_cgroup_hierarchy=1',
  )
}

export function networkCheck(hasBridge: boolean, { IPv4Forwarding }: DockerInfo): Diagnosis {
  if (!hasBridge) {
    return diagnosis.fail(
      'docker networks',
      'this Docker was started without bridges',
      'start dockerd without --bridge=none, or remove "bridge": "none" from /etc/docker/daemon.json',
    )
  }
  if (IPv4Forwarding === false) {
    return diagnosis.fail(
      'docker networks',
      'the kernel forwards nothing: instances reach no one',
      'sysctl -w net.ipv4.ip_forward=1, and set it in /etc/sysctl.d',
    )
  }
  return diagnosis.ok('docker networks', 'bridges are made')
}

/** Without rules of its own, nothing would keep nodes from the host's listeners. */
async function firewallCheck(): Promise<Diagnosis> {
  const rules = await runCommand('iptables', ['-w', '5', '-S']).catch((error: unknown) => error)
  if (typeof rules !== 'string') {
    const why = rules instanceof Error ? (rules.message.split('\n')[0] ?? '') : String(rules)
    return diagnosis.fail('firewall', `iptables does not work: ${why}`, 'install iptables (apt-get install iptables)')
  }
  if (/^-N DOCKER$/m.test(rules) || /^-N DOCKER-/m.test(rules))
    return diagnosis.ok('firewall', 'iptables, kept by Docker')
  return diagnosis.warn(
    'firewall',
    'Docker has no rules in iptables: instances may not reach the network',
    'remove "iptables": false from /etc/docker/daemon.json and restart Docker',
  )
}
