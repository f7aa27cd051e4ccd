import type { Provider } from '../../arm/registry.ts'
import { locks } from './locks.ts'
import { permissions } from './permissions.ts'
import { policyAssignments } from './policy-assignments.ts'
import { policyDefinitions } from './policy-definitions.ts'
import { policyExemptions } from './policy-exemptions.ts'
import { policySetDefinitions } from './policy-set-definitions.ts'
import { roleAssignments } from './role-assignments.ts'
import { getRoleDefinition, listRoleDefinitions } from './role-definitions.ts'
import type { RoleSettings } from './role-settings.ts'
import { deleteRoleDefinition, putRoleDefinition } from './write-role-definition.ts'

export function authorization(settings: RoleSettings): Provider {
  const policies = [
    policyDefinitions,
    policySetDefinitions(settings.store),
    policyAssignments(settings),
    policyExemptions(settings),
  ]
  return {
    namespace: 'Microsoft.Authorization',
    types: [roleAssignments(settings), locks, ...policies.flatMap(({ types }) => types)],
    endpoints: [
      ...policies.flatMap(({ endpoints }) => endpoints),
      listRoleDefinitions,
      getRoleDefinition,
      putRoleDefinition(settings),
      deleteRoleDefinition(settings),
      permissions(settings.groupsOf),
    ],
  }
}
