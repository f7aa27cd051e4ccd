// Public addresses: kept and shown. None is handed out, so `ipAddress` stays away, as it does in Azure for a dynamic one
// that nothing uses.

import { z } from 'zod'
import { derivedGuid } from '../../arm/derived-guid.ts'
import { etagOf } from '../../arm/precondition.ts'
import { oneOf, whole } from '../../arm/scalars.ts'
import { storedType } from '../../arm/stored-type.ts'
import { type NetworkSettings, networkNameRule, networkVersions } from './network-settings.ts'

const label = /^[a-z][a-z0-9-]{1,61}[a-z0-9]$/
const sku = z
  .looseObject({
    name: oneOf(['Basic', 'Standard', 'StandardV2']).default('Basic'),
    tier: oneOf(['Regional', 'Global']).default('Regional'),
  })
  .prefault({})

const properties = z.looseObject({
  publicIPAllocationMethod: oneOf(['Static', 'Dynamic']).default('Dynamic'),
  publicIPAddressVersion: oneOf(['IPv4', 'IPv6']).default('IPv4'),
  idleTimeoutInMinutes: whole(4, 30).default(4),
  dnsSettings: z
    .looseObject({
      domainNameLabel: z
        .string()
        .regex(label, "must be 3 to 63 lower-case letters, digits and '-', starting with a letter")
        .optional(),
    })
    .optional(),
})

export function publicIpAddresses({ tenantId, domain }: NetworkSettings) {
  return storedType({
    type: 'Microsoft.Network/publicIPAddresses',
    apiVersions: networkVersions,
    tenantId,
    topLevel: ['sku', 'zones'],
    name: networkNameRule,
    properties,
    sku,
    readOnly: ['provisioningState', 'resourceGuid', 'ipAddress', 'ipConfiguration'],
    admit: ({ sku: chosen, properties: sent }) =>
      chosen?.['name'] !== 'Basic' && sent['publicIPAllocationMethod'] !== 'Static'
        ? [
            {
              code: 'PublicIPAddressWithStandardSkuMustBeStatic',
              target: 'properties.publicIPAllocationMethod',
              message: 'A public address with the Standard SKU must have the allocation method Static.',
            },
          ]
        : [],
    shownOutside: (record) => ({ etag: etagOf(record) }),
    shown: ({ key, createdAt, desired }) => ({
      resourceGuid: derivedGuid(`address ${key} ${createdAt}`),
      ...dnsShown(desired.properties['dnsSettings'], `${desired.location}.cloudapp.${domain}`),
    }),
  })
}

function dnsShown(settings: unknown, zone: string) {
  const name = (settings as { domainNameLabel?: string } | undefined)?.domainNameLabel
  return name === undefined ? {} : { dnsSettings: { domainNameLabel: name, fqdn: `${name}.${zone}` } }
}
