// Log Analytics workspaces: kept and shown. Nothing is collected in them.

import { z } from 'zod'
import { derivedGuid } from '../../arm/derived-guid.ts'
import { derivedKey, type KeySource } from '../../arm/derived-keys.ts'
import { oneOf, whole } from '../../arm/scalars.ts'
import { storedType } from '../../arm/stored-type.ts'

export interface LogSettings {
  readonly tenantId: string
  readonly keys: KeySource
}

const skuNames = [
  'Free',
  'Standard',
  'Premium',
  'PerNode',
  'PerGB2018',
  'Standalone',
  'CapacityReservation',
  'LACluster',
]
const enabled = oneOf(['Enabled', 'Disabled'])

const properties = z.looseObject({
  sku: z.looseObject({ name: oneOf(skuNames) }).prefault({ name: 'PerGB2018' }),
  retentionInDays: whole(-1, 730).default(30),
  publicNetworkAccessForIngestion: enabled.default('Enabled'),
  publicNetworkAccessForQuery: enabled.default('Enabled'),
})

export function logWorkspaces({ tenantId, keys }: LogSettings) {
  return storedType({
    type: 'Microsoft.OperationalInsights/workspaces',
    apiVersions: [
      '2015-03-20',
      '2015-11-01-preview',
      '2020-08-01',
      '2021-06-01',
      '2022-10-01',
      '2023-09-01',
      '2025-02-01',
    ],
    tenantId,
    topLevel: ['identity', 'kind'],
    name: {
      pattern: /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/,
      code: 'InvalidWorkspaceName',
      words: "4 to 63 letters, digits and '-', starting and ending with a letter or digit",
    },
    properties,
    readOnly: ['provisioningState', 'customerId', 'createdDate', 'modifiedDate', 'source', 'portalUrl'],
    actions: {
      sharedKeys: {
        kind: 'answer',
        answer: async ({ record }) => ({
          primarySharedKey: derivedKey(keys, record, { name: 'primary', bytes: 64 }),
          secondarySharedKey: derivedKey(keys, record, { name: 'secondary', bytes: 64 }),
        }),
      },
    },
    shown: ({ key, createdAt, modifiedAt }) => ({
      customerId: derivedGuid(`log workspace ${key} ${createdAt}`),
      createdDate: new Date(createdAt).toISOString(),
      modifiedDate: new Date(modifiedAt).toISOString(),
    }),
  })
}
