// A subnet as a resource: templates and clients write it by itself, beside or instead of the list in its network.

import type { Stored } from '../../arm/stored-type.ts'
import { ArmError } from '../../base/errors.ts'
import { networkFaults } from './network-faults.ts'
import { type PartDesired, partType } from './part-type.ts'
import { refuseSubnetRemoval } from './refuse-subnet-removal.ts'
import { readSubnetProperties, type Subnet } from './subnet-body.ts'
import { addressSpaceOf, subnetsOf } from './virtual-networks.ts'

export const subnets = partType({
  type: 'Microsoft.Network/virtualNetworks/subnets',
  refuseChange: refuseSubnetRemoval,
  read: readSubnetProperties,
  partsOf: subnetsOf,
  write: written,
})

/** Throws 400 where it does not fit beside the others. */
function written(network: Stored, name: string, desired: PartDesired | undefined): Stored {
  const own = (subnet: Subnet) => subnet.name.toLowerCase() === name.toLowerCase()
  const before = subnetsOf(network)
  const next = desired && { name: before.find(own)?.name ?? name, properties: desired.properties }
  const kept = before.flatMap((subnet) => (own(subnet) ? (next ? [next] : []) : [subnet]))
  const all = next && !before.some(own) ? [...kept, next] : kept
  const [first, ...more] = networkFaults(addressSpaceOf(network), all)
  if (first) throw new ArmError(400, first.code, first.message, { target: name, details: [first, ...more] })
  return { ...network, properties: { ...network.properties, subnets: all } }
}
