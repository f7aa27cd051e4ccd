import type { Provider } from '../../arm/registry.ts'
import { locks } from './locks.ts'
import { roleAssignments } from './role-assignments.ts'
import { getRoleDefinition, listRoleDefinitions } from './role-definitions.ts'

export const authorization: Provider = {
  namespace: 'Microsoft.Authorization',
  types: [roleAssignments, locks],
  endpoints: [listRoleDefinitions, getRoleDefinition],
}
