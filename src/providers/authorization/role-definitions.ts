import { builtInRoles } from '../../access/built-in-roles.ts'
import { builtInRole, type RoleDefinition } from '../../access/roles.ts'
import type { Endpoint } from '../../arm/endpoint.ts'
import { ArmError } from '../../base/errors.ts'
import { roleDefinitionIdAt } from './role-definition-id.ts'

const type = 'Microsoft.Authorization/roleDefinitions'
const action = `${type}/read`
const apiVersions = ['2015-07-01', '2018-01-01-preview', '2022-04-01']

export const listRoleDefinitions: Endpoint = {
  method: 'GET',
  kind: 'collection',
  home: 'scope',
  type,
  apiVersions,
  action,
  async handle({ query, address }) {
    const roles = filtered(query.get('$filter'))
    return { status: 200, body: { value: roles.map((role) => document(role, address.parentId)) } }
  },
}

export const getRoleDefinition: Endpoint = {
  method: 'GET',
  kind: 'resource',
  home: 'scope',
  type,
  apiVersions,
  action,
  async handle({ address }) {
    const role = address.kind === 'resource' ? builtInRole(address.name) : undefined
    if (!role) throw new ArmError(404, 'RoleDefinitionDoesNotExist', 'The specified role definition does not exist.')
    return { status: 200, body: document(role, address.parentId) }
  },
}

/** `roleName eq '…'` and `type eq '…'` are what the clients send; another filter is refused rather than ignored. */
function filtered(filter: string | null): readonly RoleDefinition[] {
  if (filter === null || filter === '' || /^atScope(AndBelow)?\(\)$/i.test(filter)) return builtInRoles
  const [, name, value] = /^\s*(roleName|type)\s+eq\s+'([^']*)'\s*$/i.exec(filter) ?? []
  if (name === undefined || value === undefined) {
    throw new ArmError(
      400,
      'UnsupportedQuery',
      `The filter '${filter.slice(0, 100)}' is not supported. Use roleName eq '…' or type eq '…'.`,
    )
  }
  if (name.toLowerCase() === 'type') return value.toLowerCase() === 'builtinrole' ? builtInRoles : []
  return builtInRoles.filter((role) => role.roleName.toLowerCase() === value.toLowerCase())
}

function document(role: RoleDefinition, scope: string) {
  return {
    id: roleDefinitionIdAt(scope, `/providers/${type}/${role.id}`),
    name: role.id,
    type,
    properties: {
      roleName: role.roleName,
      type: 'BuiltInRole',
      description: role.description,
      assignableScopes: ['/'],
      permissions: role.permissions,
    },
  }
}
