import type { Provider } from '../../arm/registry.ts'
import { locks } from './locks.ts'
import { permissions } from './permissions.ts'
import { roleAssignments } from './role-assignments.ts'
import { getRoleDefinition, listRoleDefinitions } from './role-definitions.ts'
import type { RoleSettings } from './role-settings.ts'
import { deleteRoleDefinition, putRoleDefinition } from './write-role-definition.ts'

export function authorization(settings: RoleSettings): Provider {
  return {
    namespace: 'Microsoft.Authorization',
    types: [roleAssignments(settings), locks],
    endpoints: [
      listRoleDefinitions,
      getRoleDefinition,
      putRoleDefinition(settings),
      deleteRoleDefinition(settings),
      permissions(settings.groupsOf),
    ],
  }
}
