// What a storage account can be asked for. The published form of words and scalars; what is not known is kept.

import { z } from 'zod'
import { flag, oneOf } from '../../arm/scalars.ts'

const skuNames = [
  'Standard_LRS',
  'Standard_GRS',
  'Standard_RAGRS',
  'Standard_ZRS',
  'Premium_LRS',
  'Premium_ZRS',
  'Standard_GZRS',
  'Standard_RAGZRS',
  'StandardV2_LRS',
  'StandardV2_GRS',
  'StandardV2_ZRS',
  'StandardV2_GZRS',
  'PremiumV2_LRS',
  'PremiumV2_ZRS',
] as const

export const accountSku = z
  .looseObject({ name: oneOf(skuNames) })
  .transform(({ name }) => ({ name, tier: name.startsWith('Premium') ? 'Premium' : 'Standard' }))

export const accountKind = oneOf(['Storage', 'StorageV2', 'BlobStorage', 'FileStorage', 'BlockBlobStorage'])

const service = z.looseObject({ enabled: flag.optional() })
const encryption = z.looseObject({
  services: z
    .looseObject({
      blob: service.optional(),
      file: service.optional(),
      table: service.optional(),
      queue: service.optional(),
    })
    .optional(),
  keySource: oneOf(['Microsoft.Storage', 'Microsoft.Keyvault']).default('Microsoft.Storage'),
})
const networkAcls = z.looseObject({
  bypass: z.string().default('AzureServices'),
  virtualNetworkRules: z.array(z.looseObject({ id: z.string() })).default([]),
  ipRules: z.array(z.looseObject({ value: z.string() })).default([]),
  defaultAction: oneOf(['Allow', 'Deny']).default('Allow'),
})
const enabled = oneOf(['Enabled', 'Disabled'])

export const accountProperties = z.looseObject({
  encryption: encryption.prefault({ services: { blob: { enabled: true }, file: { enabled: true } } }),
  networkAcls: networkAcls.prefault({}),
  accessTier: oneOf(['Hot', 'Cool', 'Cold', 'Premium']).optional(),
  supportsHttpsTrafficOnly: flag.default(true),
  minimumTlsVersion: oneOf(['TLS1_0', 'TLS1_1', 'TLS1_2', 'TLS1_3']).optional(),
  publicNetworkAccess: oneOf(['Enabled', 'Disabled', 'SecuredByPerimeter']).optional(),
  largeFileSharesState: enabled.optional(),
  allowBlobPublicAccess: flag.optional(),
  allowSharedKeyAccess: flag.optional(),
  allowCrossTenantReplication: flag.optional(),
  defaultToOAuthAuthentication: flag.optional(),
  isHnsEnabled: flag.optional(),
  isNfsV3Enabled: flag.optional(),
  isSftpEnabled: flag.optional(),
  isLocalUserEnabled: flag.optional(),
})

/** Made here; sent back by clients that write what they read. */
export const accountReadOnly = [
  'provisioningState',
  'primaryEndpoints',
  'primaryLocation',
  'statusOfPrimary',
  'creationTime',
  'keyCreationTime',
  'privateEndpointConnections',
] as const
