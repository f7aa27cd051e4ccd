// Application Insights components: kept and shown. Nothing is collected under their instrumentation keys.

import { z } from 'zod'
import { instrumentationKey } from '../../arm/account-secrets.ts'
import { derivedGuid } from '../../arm/derived-guid.ts'
import { flag, oneOf, whole } from '../../arm/scalars.ts'
import { storedType } from '../../arm/stored-type.ts'

const enabled = oneOf(['Enabled', 'Disabled'])

const properties = z.looseObject({
  Application_Type: oneOf(['web', 'other']).default('web'),
  Flow_Type: z.string().default('Bluefield'),
  Request_Source: z.string().default('rest'),
  SamplingPercentage: z.coerce.number().gt(0).max(100).optional(),
  RetentionInDays: whole(30, 730).default(90),
  DisableIpMasking: flag.optional(),
  ImmediatePurgeDataOn30Days: flag.optional(),
  DisableLocalAuth: flag.optional(),
  ForceCustomerStorageForProfiler: flag.optional(),
  WorkspaceResourceId: z.string().optional(),
  publicNetworkAccessForIngestion: enabled.default('Enabled'),
  publicNetworkAccessForQuery: enabled.default('Enabled'),
  IngestionMode: z.string().optional(),
})

const readOnly = [
  'ApplicationId',
  'AppId',
  'Name',
  'InstrumentationKey',
  'ConnectionString',
  'CreationDate',
  'TenantId',
  'provisioningState',
]

export function components({ tenantId }: { readonly tenantId: string }) {
  return storedType({
    type: 'Microsoft.Insights/components',
    apiVersions: ['2015-05-01', '2018-05-01-preview', '2020-02-02-preview', '2020-02-02'],
    tenantId,
    createdStatus: 200,
    topLevel: ['kind'],
    name: {
      pattern: /^[^/\\&%?]{1,259}[^/\\&%?.\s]$|^[^/\\&%?.\s]$/,
      code: 'InvalidComponentName',
      words: '1 to 260 characters without / \\ & % ? and no dot or blank at the end',
    },
    properties,
    kind: z.string().default('web'),
    readOnly,
    shown(record) {
      const { id, key, name, createdAt, desired } = record
      const ownKey = instrumentationKey(record)
      const isBased = desired.properties['WorkspaceResourceId'] !== undefined
      return {
        ApplicationId: name,
        AppId: derivedGuid(`component ${key} ${createdAt}`),
        Name: name,
        InstrumentationKey: ownKey,
        ConnectionString: `InstrumentationKey=${ownKey}`,
        CreationDate: new Date(createdAt).toISOString(),
        TenantId: id.split('/')[2],
        IngestionMode: desired.properties['IngestionMode'] ?? (isBased ? 'LogAnalytics' : 'ApplicationInsights'),
      }
    },
  })
}
