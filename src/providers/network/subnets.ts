// A subnet as a resource: templates and clients write it by itself, beside or instead of the list in its network.

import { etagOf } from '../../arm/precondition.ts'
import type { ArmDesired, ResourceType } from '../../arm/resource-type.ts'
import type { Members, Stored } from '../../arm/stored-type.ts'
import { ArmError } from '../../base/errors.ts'
import { networkFaults } from './network-faults.ts'
import { networkNameRule, networkVersions, typedPartsSince } from './network-settings.ts'
import { refuseSubnetRemoval } from './refuse-subnet-removal.ts'
import { readSubnetProperties, type Subnet } from './subnet-body.ts'
import { addressSpaceOf, subnetsOf } from './virtual-networks.ts'

interface SubnetDesired extends ArmDesired {
  readonly properties: Members
}

export const subnets: ResourceType<SubnetDesired> = {
  type: 'Microsoft.Network/virtualNetworks/subnets',
  apiVersions: networkVersions,
  home: 'resource',
  isTracked: false,
  omits: ['systemData'],
  verbs: ['get', 'list', 'put', 'delete'],
  deadlinesMs: { create: 30_000, update: 30_000, delete: 30_000 },
  refuseChange: refuseSubnetRemoval,

  parse({ name, body }) {
    if (networkNameRule.pattern.test(name)) return { properties: readSubnetProperties(body.properties, 'properties') }
    throw new ArmError(400, networkNameRule.code, `The name '${name}' is not valid: ${networkNameRule.words}.`)
  },
  part: {
    list: (network) => subnetsOf(network as Stored).map(({ name, properties }) => ({ name, desired: { properties } })),
    write: (network, name, desired) => written(network as Stored, name, desired),
  },
  render: ({ record, apiVersion }) => ({
    ...(apiVersion >= typedPartsSince ? {} : { type: undefined }),
    etag: etagOf(record),
    properties: record.desired.properties,
  }),
}

/** Throws 400 where it does not fit beside the others. */
function written(network: Stored, name: string, desired: SubnetDesired | undefined): Stored {
  const own = (subnet: Subnet) => subnet.name.toLowerCase() === name.toLowerCase()
  const before = subnetsOf(network)
  const next = desired && { name: before.find(own)?.name ?? name, properties: desired.properties }
  const kept = before.flatMap((subnet) => (own(subnet) ? (next ? [next] : []) : [subnet]))
  const all = next && !before.some(own) ? [...kept, next] : kept
  const [first, ...more] = networkFaults(addressSpaceOf(network), all)
  if (first) throw new ArmError(400, first.code, first.message, { target: name, details: [first, ...more] })
  return { ...network, properties: { ...network.properties, subnets: all } }
}
