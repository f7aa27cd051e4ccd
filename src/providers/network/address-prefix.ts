// Address prefixes (`10.0.0.0/16`, `fd00::/48`) as ranges of numbers.

import { isIPv4, isIPv6 } from 'node:net'

export interface AddressPrefix {
  readonly family: 4 | 6
  /** Both ends included. */
  readonly first: bigint
  readonly last: bigint
}

/** Undefined for what is none, and for one with bits set behind its length. */
export function parsePrefix(text: string): AddressPrefix | undefined {
  const [address = '', length = '', ...rest] = text.split('/')
  const family = isIPv4(address) ? 4 : isIPv6(address) ? 6 : undefined
  if (family === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length)) return undefined
  const bits = family === 4 ? 32 : 128
  if (Number(length) > bits) return undefined
  const first = family === 4 ? numberOf4(address) : numberOf6(address)
  const size = 1n << BigInt(bits - Number(length))
  return first % size === 0n ? { family, first, last: first + size - 1n } : undefined
}

export function contains(outer: AddressPrefix, inner: AddressPrefix): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last
}

export function overlaps(one: AddressPrefix, other: AddressPrefix): boolean {
  return one.family === other.family && one.first <= other.last && other.first <= one.last
}

function numberOf4(address: string): bigint {
  return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
}

function numberOf6(address: string): bigint {
  const [head = '', tail] = address.split('::')
  const groups = (text: string) => text.split(':').filter(Boolean).flatMap(groupsOf)
  const [before, after] = [groups(head), groups(tail ?? '')]
  const filled = [...before, ...Array<bigint>(8 - before.length - after.length).fill(0n), ...after]
  return filled.reduce((sum, group) => sum * 65_536n + group, 0n)
}

/** The last four bytes may be written like an IPv4 address. */
function groupsOf(part: string): bigint[] {
  if (!part.includes('.')) return [BigInt(`0x${part}`)]
  const number = numberOf4(part)
  return [number / 65_536n, number % 65_536n]
}
