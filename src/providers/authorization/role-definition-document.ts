import { type CustomRole, type RoleDefinition, roleDefinitionType } from '../../access/roles.ts'
import type { ResourceRecord } from '../../store/records.ts'
import { roleDefinitionIdAt } from './role-definition-id.ts'

/** A role as it is shown at a scope; `record` is a custom one's row. */
export function roleDocument(role: RoleDefinition, scope: string, record?: ResourceRecord<CustomRole>) {
  const { id, roleName, description, assignableScopes, permissions, isBuiltIn } = role
  return {
    id: roleDefinitionIdAt(scope, `/providers/${roleDefinitionType}/${id}`),
    name: id,
    type: roleDefinitionType,
    properties: {
      roleName,
      type: isBuiltIn ? 'BuiltInRole' : 'CustomRole',
      description,
      assignableScopes,
      permissions,
      ...(record && {
        createdOn: new Date(record.createdAt).toISOString(),
        updatedOn: new Date(record.modifiedAt).toISOString(),
        createdBy: record.createdBy.objectId,
        updatedBy: record.modifiedBy.objectId,
      }),
    },
  }
}
