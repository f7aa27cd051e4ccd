// Clients look among deleted vaults before they make one. There are none: a vault is gone when it is deleted.

import type { Endpoint } from '../../arm/endpoint.ts'
import { missing } from '../../arm/not-found.ts'
import { vaultVersions } from './vaults.ts'

export const deletedVaults: readonly Endpoint[] = [
  {
    method: 'GET',
    kind: 'collection',
    home: 'subscription',
    type: 'Microsoft.KeyVault/deletedVaults',
    apiVersions: vaultVersions,
    action: 'Microsoft.KeyVault/deletedVaults/read',
    handle: async () => ({ status: 200, body: { value: [] } }),
  },
  {
    method: 'GET',
    kind: 'resource',
    home: 'subscription',
    type: 'Microsoft.KeyVault/locations/deletedVaults',
    apiVersions: vaultVersions,
    action: 'Microsoft.KeyVault/locations/deletedVaults/read',
    async handle({ address }) {
      throw missing(address.kind === 'resource' ? address.id : address.parentId)
    },
  },
]
