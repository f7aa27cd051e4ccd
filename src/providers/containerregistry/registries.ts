// Container registries as resources: kept and shown, with the credentials of the admin user. They hold no images.

import { z } from 'zod'
import type { KeySource } from '../../arm/derived-keys.ts'
import { flag, oneOf } from '../../arm/scalars.ts'
import { storedType } from '../../arm/stored-type.ts'
import { listCredentials, regenerateCredential } from './registry-credentials.ts'
import { registryNameClaim, registryNamePattern, registryNameWords } from './registry-name.ts'

export interface RegistrySettings {
  readonly tenantId: string
  readonly domain: string
  readonly keys: KeySource
}

export const registryVersions = [
  '2017-03-01',
  '2017-10-01',
  '2019-05-01',
  '2021-09-01',
  '2022-02-01-preview',
  '2023-07-01',
  '2025-04-01',
]

const sku = z
  .looseObject({ name: oneOf(['Classic', 'Basic', 'Standard', 'Premium']) })
  .transform(({ name }) => ({ name, tier: name }))

const properties = z.looseObject({
  adminUserEnabled: flag.default(false),
  publicNetworkAccess: oneOf(['Enabled', 'Disabled']).optional(),
  dataEndpointEnabled: flag.optional(),
  anonymousPullEnabled: flag.optional(),
  zoneRedundancy: oneOf(['Enabled', 'Disabled']).optional(),
  networkRuleBypassOptions: oneOf(['AzureServices', 'None']).optional(),
})

export function registries({ tenantId, domain, keys }: RegistrySettings) {
  return storedType({
    type: 'Microsoft.ContainerRegistry/registries',
    apiVersions: registryVersions,
    tenantId,
    topLevel: ['identity', 'sku'],
    name: { pattern: registryNamePattern, code: 'RegistryNameNotValid', words: registryNameWords },
    properties,
    sku,
    readOnly: ['provisioningState', 'loginServer', 'creationDate', 'status', 'privateEndpointConnections'],
    claimsOf: (name) => [{ kind: registryNameClaim, value: name.toLowerCase() }],
    claimFault: ({ value }) => ({
      code: 'AlreadyInUse',
      message: `The registry name '${value}' is already in use. Choose another.`,
    }),
    actions: { listCredentials: listCredentials(keys), regenerateCredential: regenerateCredential(keys) },
    shown: ({ name, createdAt }) => ({
      loginServer: `${name.toLowerCase()}.azurecr.${domain}`,
      creationDate: new Date(createdAt).toISOString(),
    }),
  })
}
