// What this machine is like, as far as set-up cares. Only looks; needs no rights.

import { readFile, statfs } from 'node:fs/promises'
import { freemem, release, totalmem } from 'node:os'
import { dirname } from 'node:path'
import { type ListeningAddress, listeningAddresses } from '../base/listening-addresses.ts'
import { hasMmdebstrap } from '../image/base-image.ts'
import { hasNodeImage } from '../image/ensure-node-image.ts'
import { askDocker, type DockerAnswer, dockerSocket } from './docker-daemon.ts'
import { takenPorts } from './free-ports.ts'
import { gatewayAccount } from './gateway-account.ts'
import { findAccount, isRoot } from './owner.ts'
import { findCommand } from './run-command.ts'

export interface MachineFacts {
  /** Free bytes where the data folder and where Docker's images lie. */
  readonly dataDisk: number
  readonly imageDisk: number
  readonly memory: { readonly total: number; readonly free: number }
  readonly takenPorts: readonly number[]
  readonly kernel: {
    readonly release: string
    readonly hasOverlay: boolean
    readonly cgroup: 1 | 2 | undefined
    /** Undefined: cannot be told without root. */
    readonly canMount: boolean | undefined
  }
  readonly rights: 'root' | 'sudo' | 'none'
  readonly hasApt: boolean
  readonly hasSystemd: boolean
  readonly docker: DockerAnswer
  readonly hasDockerd: boolean
  readonly hasMmdebstrap: boolean
  /** Undefined: Docker cannot be asked. */
  readonly hasImage: boolean | undefined
  readonly hasGatewayAccount: boolean
}

export interface FactsOptions {
  readonly dataFolder: string
  readonly port: number
  /** Our own processes hold the ports. */
  readonly isRunning: boolean
  /** Where to listen that is not ours yet; undefined: the port and the next, on loopback, unless it runs. */
  readonly addresses?: readonly ListeningAddress[] | undefined
}

export async function readMachineFacts(options: FactsOptions): Promise<MachineFacts> {
  const { dataFolder, port, isRunning } = options
  const addresses = options.addresses ?? (isRunning ? [] : listeningAddresses({ port, domain: 'localhost' }))
  const docker = await askDocker()
  const imageRoot = docker.kind === 'running' ? docker.daemon.dataRoot : '/var/lib/docker'
  return {
    dataDisk: await freeBytes(dataFolder),
    imageDisk: await freeBytes(imageRoot),
    memory: { total: totalmem(), free: freemem() },
    takenPorts: await takenPorts(addresses),
    kernel: await kernelFacts(),
    rights: isRoot() ? 'root' : (await findCommand('sudo')) === undefined ? 'none' : 'sudo',
    hasApt: (await findCommand('apt-get')) !== undefined,
    hasSystemd: await hasSystemd(),
    docker,
    hasDockerd: (await findCommand('dockerd')) !== undefined,
    hasMmdebstrap: await hasMmdebstrap(),
    hasImage: docker.kind === 'running' ? await hasNodeImage(dockerSocket()) : undefined,
    hasGatewayAccount: (await findAccount(gatewayAccount)) !== undefined,
  }
}

/** systemd runs this machine, not only lies on its disk. */
export async function hasSystemd(): Promise<boolean> {
  return statfs('/run/systemd/system').then(
    () => true,
    () => false,
  )
}

/** Of the nearest folder above that exists. */
async function freeBytes(path: string): Promise<number> {
  const found = await statfs(path).catch(() => undefined)
  if (found !== undefined) return found.bavail * found.bsize
  return path === dirname(path) ? 0 : freeBytes(dirname(path))
}

async function kernelFacts(): Promise<MachineFacts['kernel']> {
  const [filesystems, mounts, status] = await Promise.all(
    ['/proc/filesystems', '/proc/self/mounts', '/proc/self/status'].map((path) =>
      readFile(path, 'utf8').catch(() => ''),
    ),
  )
  const modules = await readFile(`/lib/modules/${release()}/modules.dep`, 'utf8').catch(() => '')
  const capabilities = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status ?? '')?.[1] ?? '0'}`)
  const sysAdmin = 1n << 21n
  return {
    release: release(),
    hasOverlay: /\boverlay$/m.test(filesystems ?? '') || modules.includes('/overlay.ko'),
    cgroup: cgroupVersion(mounts ?? ''),
    canMount: isRoot() ? (capabilities & sysAdmin) !== 0n : undefined,
  }
}

function cgroupVersion(mounts: string): 1 | 2 | undefined {
  if (/^\S+ \S+ cgroup \S*\bmemory\b/m.test(mounts)) return 1
  return /^\S+ \/sys\/fs\/cgroup cgroup2 /m.test(mounts) ? 2 : undefined
}
