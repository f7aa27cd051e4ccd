// Virtual networks: address space and subnets, in one document. Instances name a subnet by its id; their addresses come
// from Carrel's own range, whatever the prefixes say.

import { z } from 'zod'
import { derivedGuid } from '../../arm/derived-guid.ts'
import { etagOf } from '../../arm/precondition.ts'
import { flag } from '../../arm/scalars.ts'
import { type Stored, type StoredRecord, storedType } from '../../arm/stored-type.ts'
import { networkFaults } from './network-faults.ts'
import { type NetworkSettings, networkNameRule, networkVersions, typedPartsSince } from './network-settings.ts'
import { refuseSubnetRemoval } from './refuse-subnet-removal.ts'
import { readSubnets, type Subnet } from './subnet-body.ts'

const none = z.array(z.never(), 'peerings are not offered').max(0, 'peerings are not offered')

const properties = z.looseObject({
  addressSpace: z.looseObject({ addressPrefixes: z.array(z.string()).min(1).max(128) }),
  subnets: z.array(z.unknown()).optional(),
  virtualNetworkPeerings: none.default([]),
  dhcpOptions: z.looseObject({ dnsServers: z.array(z.string()).optional() }).optional(),
  enableDdosProtection: flag.optional(),
  enableVmProtection: flag.optional(),
})

export function virtualNetworks({ tenantId }: NetworkSettings) {
  return storedType({
    type: 'Microsoft.Network/virtualNetworks',
    apiVersions: networkVersions,
    tenantId,
    name: networkNameRule,
    properties,
    readOnly: ['provisioningState', 'resourceGuid'],
    refuseChange: refuseSubnetRemoval,

    /** A PUT that does not speak of subnets leaves them; an empty list takes them away. */
    kept(next, before) {
      const sent = next.properties['subnets']
      const subnets = sent === undefined ? subnetsOf(before) : readSubnets(sent)
      return { ...next, properties: { ...next.properties, subnets } }
    },
    admit: (next) => networkFaults(addressSpaceOf(next), subnetsOf(next)),

    shownOutside: (record) => ({ etag: etagOf(record) }),
    shown: (record, apiVersion) => ({
      resourceGuid: derivedGuid(`network ${record.key} ${record.createdAt}`),
      subnets: subnetsOf(record.desired).map((subnet) => shownSubnet(record, subnet, apiVersion)),
    }),
  })
}

export function subnetsOf(network: Stored | undefined): readonly Subnet[] {
  const subnets = network?.properties['subnets']
  return Array.isArray(subnets) ? (subnets as Subnet[]) : []
}

export function addressSpaceOf({ properties: { addressSpace } }: Stored): readonly string[] {
  return (addressSpace as { addressPrefixes: string[] }).addressPrefixes
}

function shownSubnet(network: StoredRecord, { name, properties: own }: Subnet, apiVersion: string) {
  return {
    id: `${network.id}/subnets/${name}`,
    name,
    ...(apiVersion >= typedPartsSince ? { type: 'Microsoft.Network/virtualNetworks/subnets' } : {}),
    etag: etagOf(network),
    properties: { provisioningState: 'Succeeded', ...own },
  }
}
