// Which subnet a machine's or a cluster's network gets. Pure: from the installation's range, beginning at a place that
// follows from its key so that those made at the same time rarely meet, leaving out what the host already routes.

import { createHash } from 'node:crypto'

interface Block {
  readonly start: number
  readonly end: number
}

/** Free subnets in the order to try them, as `10.1.2.16/28`. `taken` in the same form, of any size. */
export function* freeSubnets(
  range: string,
  { seed, bits }: { seed: string; bits: number },
  taken: readonly string[],
): Generator<string> {
  const { start, end } = blockOf(range)
  const size = 2 ** (32 - bits)
  const count = Math.floor((end - start) / size)
  const offset = createHash('sha256').update(seed).digest().readUInt32BE(0) % Math.max(count, 1)
  const others = taken.map(blockOf)
  for (let step = 0; step < count; step++) {
    const at = start + ((offset + step) % count) * size
    if (others.every((other) => at + size <= other.start || other.end <= at)) yield `${textOf(at)}/${bits}`
  }
}

/** Subnets in `/proc/net/route`, without the default route. */
export function routedSubnets(routes: string): string[] {
  const subnets: string[] = []
  for (const line of routes.split('\n').slice(1)) {
    const [, destination = '', , , , , , mask = ''] = line.trim().split(/\s+/)
    const ones = onesIn(littleEndian(mask))
    if (ones > 0) subnets.push(`${textOf(littleEndian(destination))}/${ones}`)
  }
  return subnets
}

function blockOf(subnet: string): Block {
  const [address = '', bits = '32'] = subnet.split('/')
  const size = 2 ** (32 - Number(bits))
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const start = Math.floor(number / size) * size
  if (!Number.isInteger(start)) throw new Error(`${subnet} is not a subnet`)
  return { start, end: start + size }
}

function textOf(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')
}

function littleEndian(hex: string): number {
  return hex.length === 8 ? Buffer.from(hex, 'hex').readUInt32LE(0) : 0
}

function onesIn(mask: number): number {
  return mask.toString(2).replaceAll('0', '').length
}
