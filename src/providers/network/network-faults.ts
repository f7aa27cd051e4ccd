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
  const names = subnets.map(({ name }) => name.toLowerCase())
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return []
  return [{ code: 'DuplicateResourceName', target: 'subnets', message: `Two subnets are called '${twice}'.` }]
}

function overlapping(all: readonly Named[], fault: (one: Named, other: Named) => ErrorDetail): ErrorDetail[] {
  return all.flatMap((one, index) =>
    all.slice(index + 1).flatMap((other) => (overlaps(one.prefix, other.prefix) ? [fault(one, other)] : [])),
  )
}
