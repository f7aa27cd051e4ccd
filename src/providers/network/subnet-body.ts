// A subnet as it is written, inside its network or by itself.

import { z } from 'zod'
import { withoutNulls } from '../../arm/merge-patch.ts'
import { readBody } from '../../arm/read-body.ts'
import { oneOf } from '../../arm/scalars.ts'
import type { Members } from '../../arm/stored-type.ts'
import { networkNameRule } from './network-settings.ts'

export interface Subnet {
  readonly name: string
  readonly properties: Members
}

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

const inlineSchema = z
  .array(
    z.looseObject({
      name: z.string().regex(networkNameRule.pattern, networkNameRule.words),
      properties: z.looseObject({}).optional(),
    }),
  )
  .max(10_000, 'at most 3000 subnets')

/** The `subnets` of a network. */
export function readSubnets(sent: unknown): Subnet[] {
  return readBody(inlineSchema, sent, 'properties.subnets').map(({ name, properties: each }, index) => ({
    name,
    properties: readSubnetProperties(each, `properties.subnets.${index}.properties`),
  }))
}

export function prefixesOf({ addressPrefix, addressPrefixes }: Members): readonly string[] {
  return [
    ...(typeof addressPrefix === 'string' ? [addressPrefix] : []),
    ...(Array.isArray(addressPrefixes) ? addressPrefixes.map(String) : []),
  ]
}
