// Vaults as resources: kept and shown. They hold no secrets, so nothing is kept of one that is deleted.

import { z } from 'zod'
import { flag, oneOf, whole } from '../../arm/scalars.ts'
import { storedType } from '../../arm/stored-type.ts'
import { vaultNameClaim, vaultNamePattern, vaultNameWords } from './vault-name.ts'

export interface VaultSettings {
  readonly tenantId: string
  readonly domain: string
}

export const vaultVersions = [
  '2015-06-01',
  '2016-10-01',
  '2018-02-14',
  '2019-09-01',
  '2022-07-01',
  '2023-07-01',
  '2024-11-01',
]

const guid = z.guid('must be a GUID')
const words = z.array(z.string())
const permissions = z.looseObject({
  keys: words.optional(),
  secrets: words.optional(),
  certificates: words.optional(),
  storage: words.optional(),
})

const properties = z.looseObject({
  tenantId: guid,
  sku: z.looseObject({ family: oneOf(['A']).default('A'), name: oneOf(['standard', 'premium']) }),
  accessPolicies: z.array(z.looseObject({ tenantId: guid, objectId: z.string().min(1), permissions })).default([]),
  enabledForDeployment: flag.default(false),
  enabledForDiskEncryption: flag.optional(),
  enabledForTemplateDeployment: flag.optional(),
  enableSoftDelete: flag.optional(),
  softDeleteRetentionInDays: whole(7, 90).optional(),
  enableRbacAuthorization: flag.optional(),
  enablePurgeProtection: flag.optional(),
  createMode: oneOf(['default']).optional(),
  networkAcls: z
    .looseObject({ bypass: z.string().optional(), defaultAction: oneOf(['Allow', 'Deny']).optional() })
    .optional(),
  publicNetworkAccess: z.string().optional(),
})

export function vaults({ tenantId, domain }: VaultSettings) {
  return storedType({
    type: 'Microsoft.KeyVault/vaults',
    apiVersions: vaultVersions,
    tenantId,
    createdStatus: 200,
    name: { pattern: vaultNamePattern, code: 'VaultNameNotValid', words: vaultNameWords },
    properties,
    readOnly: ['provisioningState', 'vaultUri', 'hsmPoolResourceId', 'privateEndpointConnections'],
    claimsOf: (name) => [{ kind: vaultNameClaim, value: name.toLowerCase() }],
    claimFault: ({ value }) => ({
      code: 'VaultAlreadyExists',
      message: `The vault name '${value}' is already in use. Choose another.`,
    }),
    shown: ({ name }) => ({ vaultUri: `https://${name.toLowerCase()}.vault.${domain}/` }),
  })
}
