// Accounts as resources: names, keys and addresses, kept and shown.

import type { KeySource } from '../../arm/derived-keys.ts'
import { storedType } from '../../arm/stored-type.ts'
import { accountEndpoints } from './account-endpoints.ts'
import { listKeys, regenerateKey } from './account-keys.ts'
import { accountNameClaim, accountNamePattern, accountNameWords } from './account-name.ts'
import { accountKind, accountProperties, accountReadOnly, accountSku } from './account-properties.ts'

export interface StorageSettings {
  readonly tenantId: string
  /** Under which the addresses of accounts stand. */
  readonly domain: string
  readonly keys: KeySource
}

export const storageVersions = [
  '2016-01-01',
  '2016-12-01',
  '2017-10-01',
  '2018-07-01',
  '2019-04-01',
  '2019-06-01',
  '2021-04-01',
  '2022-05-01',
  '2023-04-01',
  '2024-01-01',
  '2025-06-01',
]

export function storageAccounts({ tenantId, domain, keys }: StorageSettings) {
  return storedType({
    type: 'Microsoft.Storage/storageAccounts',
    apiVersions: storageVersions,
    tenantId,
    createdStatus: 200,
    topLevel: ['identity', 'sku', 'kind', 'zones'],
    name: { pattern: accountNamePattern, code: 'AccountNameInvalid', words: accountNameWords },
    properties: accountProperties,
    sku: accountSku,
    kind: accountKind,
    readOnly: accountReadOnly,
    claimsOf: (name) => [{ kind: accountNameClaim, value: name }],
    claimFault: ({ value }) => ({
      code: 'StorageAccountAlreadyTaken',
      message: `The storage account named '${value}' is already taken. Choose another name.`,
    }),
    actions: { listKeys: listKeys(keys), regenerateKey: regenerateKey(keys) },

    admit: (next, before) =>
      before && before.kind !== next.kind && !(before.kind === 'Storage' && next.kind === 'StorageV2')
        ? [
            {
              code: 'AccountKindCannotBeChanged',
              target: 'kind',
              message: `The kind of a storage account is fixed: it is ${before.kind}, ${next.kind} was asked.`,
            },
          ]
        : [],

    shown({ name, desired, createdAt }, apiVersion) {
      const { location, kind } = desired
      return {
        ...(kind === 'StorageV2' || kind === 'BlobStorage'
          ? { accessTier: desired.properties['accessTier'] ?? 'Hot' }
          : {}),
        creationTime: new Date(createdAt).toISOString(),
        primaryLocation: location,
        statusOfPrimary: 'available',
        primaryEndpoints: accountEndpoints({ name, kind, domain, apiVersion }),
      }
    },
  })
}
