// A range for the nodes' networks that this machine does not already reach by another way. Pure but for reading routes.

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import Docker from 'dockerode'

export interface Subnet {
  /** The address as a 32-bit number, host bits zero. */
  readonly address: number
  readonly prefix: number
}

/** A free /16 such as `10.201.0.0/16`; where the search starts depends on the installation, so that two seldom meet. */
export async function chooseNetworkRange(installationId: string, socketPath: string): Promise<string> {
  const taken = [...parseRoutes(await readFile('/proc/net/route', 'utf8')), ...(await dockerSubnets(socketPath))]
  const range = freeRange(taken, createHash('sha256').update(installationId).digest()[0] ?? 0)
  if (range === undefined) throw new Error('every range between 10.128.0.0 and 10.255.0.0 is routed somewhere already')
  return range
}

/** The first free of 10.128.0.0/16 … 10.223.0.0/16, downwards from where `seed` points. */
export function freeRange(taken: readonly Subnet[], seed: number): string | undefined {
  const candidates = Array.from({ length: 96 }, (_, step) => 128 + ((95 - (seed % 96) - step + 96) % 96))
  const found = candidates.find((second) => {
    const candidate = { address: (10 << 24) | (second << 16), prefix: 16 }
    return !taken.some((subnet) => rangesOverlap(subnet, candidate))
  })
  return found === undefined ? undefined : `10.${found}.0.0/16`
}

/** Destinations of `/proc/net/route`, the default route left out. */
export function parseRoutes(table: string): Subnet[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const fields = line.trim().split(/\s+/)
      const [destination, mask] = [fields[1], fields[7]]
      if (destination === undefined || mask === undefined || mask === '00000000') return []
      return [{ address: swapBytes(Number.parseInt(destination, 16)), prefix: countBits(Number.parseInt(mask, 16)) }]
    })
}

/** `10.1.0.0/16`; undefined for anything else, such as IPv6. */
export function parseSubnet(text: string): Subnet | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(text)
  if (match === null) return undefined
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number)
  return { address: (a << 24) | (b << 16) | (c << 8) | d, prefix }
}

async function dockerSubnets(socketPath: string): Promise<Subnet[]> {
  const networks = await new Docker({ socketPath }).listNetworks()
  return networks.flatMap((network) =>
    (network.IPAM?.Config ?? []).flatMap((entry) => parseSubnet(entry.Subnet ?? '') ?? []),
  )
}

export function rangesOverlap(a: Subnet, b: Subnet): boolean {
  const prefix = Math.min(a.prefix, b.prefix)
  const mask = prefix === 0 ? 0 : -1 << (32 - prefix)
  return (a.address & mask) === (b.address & mask)
}

function swapBytes(value: number): number {
  return ((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)
}

function countBits(value: number): number {
  return (value >>> 0).toString(2).replaceAll('0', '').length
}
