import { checkNameEndpoint } from '../../arm/check-name.ts'
import type { Provider } from '../../arm/registry.ts'
import { accountNameClaim, accountNamePattern, accountNameWords } from './account-name.ts'
import { type StorageSettings, storageAccounts, storageVersions } from './storage-accounts.ts'

export function storage(settings: StorageSettings): Provider {
  const accounts = storageAccounts(settings)
  const checkName = checkNameEndpoint({
    type: accounts.type,
    apiVersions: storageVersions,
    action: 'Microsoft.Storage/checknameavailability/read',
    pattern: accountNamePattern,
    words: accountNameWords,
    claim: accountNameClaim,
    invalidReason: 'AccountNameInvalid',
  })
  return { namespace: 'Microsoft.Storage', types: [accounts], endpoints: [checkName] }
}
