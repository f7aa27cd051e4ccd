// Ranges of addresses in IPv4, as networks and subnets of templates are cut.

import type { Arguments } from '../arguments.ts'
import { define, type NamedFunction } from '../scope.ts'

export const addressFunctions: readonly NamedFunction[] = [
  define('parseCidr', [1, 1], (args) => {
    const { first, length } = rangeOf(args)
    const last = first + sizeOf(length) - 1
    const isPoint = length > 30
    return {
      network: written(first),
      netmask: written(2 ** 32 - sizeOf(length)),
      broadcast: written(last),
      firstUsable: written(isPoint ? first : first + 1),
      lastUsable: written(isPoint ? last : last - 1),
      cidr: length,
    }
  }),
  define('cidrSubnet', [3, 3], (args) => {
    const { first, length } = rangeOf(args)
    const [newLength, index] = [args.integer(1), args.integer(2)]
    if (newLength < length || newLength > 32)
      throw args.fault(`cuts a /${length} into /${length} to /32, not /${newLength}`)
    const count = 2 ** (newLength - length)
    if (index < 0 || index >= count)
      throw args.fault(`is asked for subnet ${index}, and there are ${count}, counted from 0`)
    return `${written(first + index * sizeOf(newLength))}/${newLength}`
  }),
  define('cidrHost', [2, 2], (args) => {
    const { first, length } = rangeOf(args)
    const index = args.integer(1)
    // The network's own address and the one of everybody are nobody's.
    const [skipped, usable] = length > 30 ? [0, sizeOf(length)] : [1, sizeOf(length) - 2]
    if (index < 0 || index >= usable)
      throw args.fault(`is asked for host ${index}, and there are ${usable}, counted from 0`)
    return written(first + skipped + index)
  }),
]

interface Range {
  readonly first: number
  readonly length: number
}

/** Bits beyond the length do not count. */
function rangeOf(args: Arguments): Range {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(args.text(0))?.slice(1).map(Number) ?? []
  const [length = 33] = parts.slice(4)
  const bytes = parts.slice(0, 4)
  if (bytes.length < 4 || bytes.some((byte) => byte > 255) || length > 32) {
    throw args.fault('takes a range of IPv4 addresses such as 10.0.0.0/16')
  }
  const address = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
  return { first: address - (address % sizeOf(length)), length }
}

function sizeOf(length: number): number {
  return 2 ** (32 - length)
}

function written(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')
}
