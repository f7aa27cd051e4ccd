// What is wrong with the addresses of a network: ARM's codes, every fault at once.

import type { ErrorDetail } from '../../base/errors.ts'
import { type AddressPrefix, contains, overlaps, parsePrefix } from './address-prefix.ts'
import { prefixesOf, type Subnet } from './subnet-body.ts'

interface Named {
  readonly name: string
  readonly text: string
  readonly prefix: AddressPrefix
}

export function networkFaults(addressSpace: readonly string[], subnets: readonly Subnet[]): ErrorDetail[] {
  const target = 'properties.addressSpace.addressPrefixes'
  const space = addressSpace.flatMap((text) => named(text, text))
  const own = subnets.flatMap(({ name, properties }) => prefixesOf(properties).flatMap((text) => named(name, text)))
  return [
    ...tooMany(subnets),
    ...invalid(addressSpace, target),
    ...subnets.flatMap(({ name, properties }) => invalid(prefixesOf(properties), `subnets/${name}`)),
    ...sameNames(subnets),
    ...overlapping(space, (one, other) => ({
      code: 'NetcfgOverlappingAddressSpace',
      target,
      message: `The address prefixes ${one.text} and ${other.text} of the network overlap.`,
    })),
    ...own
      .filter(({ prefix }) => !space.some((outer) => contains(outer.prefix, prefix)))
      .map(({ name, text }) => ({
        code: 'NetcfgSubnetRangeOutsideVnet',
        target: `subnets/${name}`,
        message: `Subnet '${name}' is not valid: ${text} is outside of the address space of the network (${addressSpace.join(', ')}).`,
      })),
    ...overlapping(own, (one, other) => ({
      code: 'NetcfgSubnetRangesOverlap',
      target: `subnets/${other.name}`,
      message: `Subnet '${other.name}' is not valid: ${other.text} overlaps with ${one.text} of subnet '${one.name}'.`,
    })),
  ]
}

/** As many as Azure has. */
const mostSubnets = 3_000

function tooMany(subnets: readonly Subnet[]): ErrorDetail[] {
  if (subnets.length <= mostSubnets) return []
  const message = `A network has at most ${mostSubnets} subnets; this would be ${subnets.length}.`
  return [{ code: 'SubnetCountLimitReached', target: 'subnets', message }]
}

function named(name: string, text: string): Named[] {
  const prefix = parsePrefix(text)
  return prefix ? [{ name, text, prefix }] : []
}

function invalid(texts: readonly string[], target: string): ErrorDetail[] {
  return texts
    .filter((text) => parsePrefix(text) === undefined)
    .map((text) => ({
      code: 'InvalidCIDRNotation',
      target,
      message: `'${text.slice(0, 60)}' is no address prefix. Write it like 10.0.0.0/24, with no bits set behind its length.`,
    }))
}

function sameNames(subnets: readonly Subnet[]): ErrorDetail[] {
  const seen = new Set<string>()
  const twice = subnets.find(({ name }) => seen.size === seen.add(name.toLowerCase()).size)
  if (twice === undefined) return []
  return [{ code: 'DuplicateResourceName', target: 'subnets', message: `Two subnets are called '${twice.name}'.` }]
}

/** In order of their first address, each beside the one before it that reaches farthest: quick for thousands. */
function overlapping(all: readonly Named[], fault: (one: Named, other: Named) => ErrorDetail): ErrorDetail[] {
  const faults: ErrorDetail[] = []
  let farthest: Named | undefined
  for (const each of all.toSorted(byAddress)) {
    if (farthest && overlaps(farthest.prefix, each.prefix)) faults.push(fault(farthest, each))
    const isFarther = farthest?.prefix.family !== each.prefix.family || farthest.prefix.last < each.prefix.last
    if (isFarther) farthest = each
  }
  return faults
}

function byAddress({ prefix: one }: Named, { prefix: other }: Named): number {
  if (one.family !== other.family) return one.family - other.family
  return one.first < other.first ? -1 : one.first > other.first ? 1 : 0
}
