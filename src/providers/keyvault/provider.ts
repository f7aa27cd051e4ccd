import { checkNameEndpoint } from '../../arm/check-name.ts'
import type { Provider } from '../../arm/registry.ts'
import { deletedVaults } from './deleted-vaults.ts'
import { vaultNameClaim, vaultNamePattern, vaultNameWords } from './vault-name.ts'
import { type VaultSettings, vaults, vaultVersions } from './vaults.ts'

export function keyVault(settings: VaultSettings): Provider {
  const checkName = checkNameEndpoint({
    type: 'Microsoft.KeyVault/vaults',
    apiVersions: vaultVersions,
    action: 'Microsoft.KeyVault/checkNameAvailability/read',
    pattern: vaultNamePattern,
    words: vaultNameWords,
    claim: vaultNameClaim,
    invalidReason: 'AccountNameInvalid',
  })
  return { namespace: 'Microsoft.KeyVault', types: [vaults(settings)], endpoints: [checkName, ...deletedVaults] }
}
