// What set-up would do on this machine and what stands in its way, decided from facts alone, before any right is asked for.

import type { MachineFacts } from './machine-facts.ts'

export interface PreflightRow {
  readonly name: string
  /** ok: nothing to do; do: set-up does it; note: goes on, but worth knowing; block: cannot go on. */
  readonly status: 'ok' | 'do' | 'note' | 'block'
  readonly detail: string
  readonly nextStep?: string
  /** What doing it costs. */
  readonly megabytes?: number
  readonly seconds?: number
}

export interface PreflightOptions {
  readonly port: number
  /** Undefined or `localhost`: this machine alone, with the next port for browsers. */
  readonly domain?: string | undefined
  readonly listen?: string | undefined
  /** Undefined: nobody asked, because nothing depends on it. */
  readonly isRegistryReachable: boolean | undefined
}

const gigabyte = 1024 ** 3

export function preflight(facts: MachineFacts, options: PreflightOptions): PreflightRow[] {
  return [
    diskRow('disk, data', facts.dataDisk, { block: 1, note: 5 }),
    diskRow('disk, images', facts.imageDisk, { block: facts.hasImage === true ? 1 : 3, note: 10 }),
    memoryRow(facts),
    portsRow(facts, options),
    kernelRow(facts),
    rightsRow(facts),
    dockerRow(facts),
    ...imageRows(facts, options),
    facts.hasGatewayAccount
      ? row('account', 'ok', 'carrel-gateway')
      : row('account', 'do', 'carrel-gateway, a system account without rights, for the gateway'),
  ]
}

/** Packages apt has to bring. */
export function missingPackages(facts: MachineFacts, options: PreflightOptions): string[] {
  const docker = facts.docker.kind === 'absent' && !facts.hasDockerd ? ['docker.io', 'iptables'] : []
  const isImageBuilt = facts.hasImage === false || (facts.hasImage === undefined && facts.docker.kind === 'absent')
  const needsMmdebstrap = isImageBuilt && options.isRegistryReachable === false && !facts.hasMmdebstrap
  return needsMmdebstrap ? [...docker, 'mmdebstrap', 'debian-archive-keyring'] : docker
}

function diskRow(name: string, free: number, limits: { block: number; note: number }): PreflightRow {
  const detail = `${gigabytes(free)} free`
  if (free < limits.block * gigabyte) {
    return {
      ...row(name, 'block', `${detail}, ${limits.block} GB needed`),
      nextStep: 'make room, or choose another disk with --data',
    }
  }
  return row(name, free < limits.note * gigabyte ? 'note' : 'ok', detail)
}

function memoryRow({ memory }: MachineFacts): PreflightRow {
  const detail = `${gigabytes(memory.total)}, ${gigabytes(memory.free)} free`
  if (memory.total < 1.5 * gigabyte) {
    return { ...row('memory', 'block', `${detail}; 2 GB needed`), nextStep: 'use a machine with at least 2 GB' }
  }
  return row('memory', memory.total < 3.5 * gigabyte ? 'note' : 'ok', detail)
}

function portsRow(facts: MachineFacts, { port, domain = 'localhost', listen }: PreflightOptions): PreflightRow {
  const isAlone = domain === 'localhost'
  if (facts.takenPorts.length === 0) {
    const where = listen === undefined ? 'loopback' : `loopback and ${listen}`
    return row('ports', 'ok', `${isAlone ? `${port} and ${port + 1}` : port} on ${where}`)
  }
  return {
    ...row('ports', 'block', `${facts.takenPorts.join(' and ')} in use by another program`),
    nextStep: isAlone ? 'choose others with --port N (N and N+1 are used)' : 'choose another with --port N',
  }
}

function kernelRow({ kernel }: MachineFacts): PreflightRow {
  const detail = `${kernel.release}, cgroup v${kernel.cgroup ?? '?'}${kernel.hasOverlay ? ', overlay' : ''}`
  if (kernel.cgroup === undefined) {
    return { ...row('kernel', 'block', `${detail}: no memory controller`), nextStep: 'boot with cgroups enabled' }
  }
  if (kernel.canMount === false) {
    const nextStep = 'run it on the machine itself, or in a privileged container'
    return { ...row('kernel', 'block', `${detail}: this root may not mount`), nextStep }
  }
  return row(
    'kernel',
    kernel.hasOverlay ? 'ok' : 'note',
    kernel.hasOverlay ? detail : `${detail}, no overlay: slow copies`,
  )
}

function rightsRow({ rights }: MachineFacts): PreflightRow {
  if (rights === 'root') return row('rights', 'ok', 'root')
  if (rights === 'sudo') return row('rights', 'ok', 'through sudo, asked for once')
  return { ...row('rights', 'block', 'neither root nor sudo'), nextStep: 'run it as root, or install sudo' }
}

function dockerRow(facts: MachineFacts): PreflightRow {
  if (facts.docker.kind === 'running') {
    const { version, hasLiveRestore } = facts.docker.daemon
    return hasLiveRestore
      ? row('docker', 'ok', `${version}, live-restore`)
      : row('docker', 'note', `${version} without live-restore: restarting it stops instances`)
  }
  if (facts.docker.kind === 'forbidden') return row('docker', 'ok', 'running; asked for more with rights')
  if (facts.hasDockerd) return row('docker', 'do', 'installed; will be started with live-restore')
  if (facts.hasApt) {
    return { ...row('docker', 'do', 'Docker Engine through apt (docker.io, iptables)'), megabytes: 350, seconds: 40 }
  }
  return { ...row('docker', 'block', 'no Docker Engine and no apt'), nextStep: 'install Docker Engine 20.10 or newer' }
}

function imageRows(facts: MachineFacts, options: PreflightOptions): PreflightRow[] {
  if (facts.hasImage === true) return [row('node image', 'ok', 'present')]
  if (facts.hasImage === undefined && (facts.docker.kind === 'forbidden' || facts.hasDockerd)) {
    return [row('node image', 'do', 'built if Docker does not have it')]
  }
  const source = options.isRegistryReachable === false ? 'mmdebstrap' : 'a Debian base image'
  const image = { ...row('node image', 'do', `built from ${source}, once`), megabytes: 650, seconds: 90 }
  const packages = missingPackages(facts, options)
  if (!packages.includes('mmdebstrap')) return [image]
  return facts.hasApt
    ? [{ ...row('mmdebstrap', 'do', 'through apt: no image registry answers'), megabytes: 5, seconds: 5 }, image]
    : [
        { ...row('mmdebstrap', 'block', 'no image registry answers, and no apt'), nextStep: 'install mmdebstrap' },
        image,
      ]
}

function row(name: string, status: PreflightRow['status'], detail: string): PreflightRow {
  return { name, status, detail }
}

function gigabytes(bytes: number): string {
  return `${(bytes / gigabyte).toFixed(1)} GB`
}
