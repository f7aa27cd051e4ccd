import type { Provider } from '../../arm/registry.ts'
import { userAssignedIdentities } from './user-assigned-identities.ts'

export function managedIdentity(settings: { readonly tenantId: string }): Provider {
  return { namespace: 'Microsoft.ManagedIdentity', types: [userAssignedIdentities(settings)], endpoints: [] }
}
