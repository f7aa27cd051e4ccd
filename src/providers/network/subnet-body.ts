// A subnet as it is written, inside its network or by itself.

import { z } from 'zod'
import { withoutNulls } from '../../arm/merge-patch.ts'
import { readBody } from '../../arm/read-body.ts'
import { oneOf } from '../../arm/scalars.ts'
import type { Members } from '../../arm/stored-type.ts'
import { type InlinePart, readInlineParts } from './inline-parts.ts'

export type Subnet = InlinePart

const reference = z.looseObject({ id: z.string() })
const readOnly = ['provisioningState', 'ipConfigurations', 'privateEndpoints', 'purpose'] as const

const properties = z
  .looseObject({
    addressPrefix: z.string().optional(),
    addressPrefixes: z.array(z.string()).min(1).max(16).optional(),
    networkSecurityGroup: reference.optional(),
    routeTable: reference.optional(),
    natGateway: reference.optional(),
    serviceEndpoints: z.array(z.looseObject({ service: z.string() })).optional(),
    delegations: z.array(z.looseObject({ name: z.string() })).optional(),
    privateEndpointNetworkPolicies: oneOf([
      'Enabled',
      'Disabled',
      'NetworkSecurityGroupEnabled',
      'RouteTableEnabled',
    ]).optional(),
    privateLinkServiceNetworkPolicies: oneOf(['Enabled', 'Disabled']).optional(),
  })
  .refine((found) => prefixesOf(found).length > 0, 'a subnet needs an addressPrefix or addressPrefixes')

export function readSubnetProperties(sent: unknown, path: string): Members {
  const found: Record<string, unknown> = readBody(properties, withoutNulls(sent ?? {}), path)
  for (const name of readOnly) delete found[name]
  return found
}

/** The `subnets` of a network. */
export function readSubnets(sent: unknown): Subnet[] {
  const path = 'properties.subnets'
  return readInlineParts(sent, { path, most: 10_000, words: 'at most 3000 subnets', read: readSubnetProperties })
}

export function prefixesOf({ addressPrefix, addressPrefixes }: Members): readonly string[] {
  return [
    ...(typeof addressPrefix === 'string' ? [addressPrefix] : []),
    ...(Array.isArray(addressPrefixes) ? addressPrefixes.map(String) : []),
  ]
}
