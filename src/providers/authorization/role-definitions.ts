import { builtInRoles } from '../../access/built-in-roles.ts'
import { builtInRole, type CustomRole, customRoleKey, roleDefinitionType, roleOf } from '../../access/roles.ts'
import type { Endpoint } from '../../arm/endpoint.ts'
import { ArmError } from '../../base/errors.ts'
import type { ResourceRecord } from '../../store/records.ts'
import type { Store } from '../../store/store.ts'
import { isAssignableAt, isAssignableBelow } from './assignable.ts'
import { roleDocument } from './role-definition-document.ts'
import { roleFilter } from './role-filter.ts'

const reading = {
  method: 'GET',
  home: 'scope',
  type: roleDefinitionType,
  apiVersions: ['2015-07-01', '2018-01-01-preview', '2022-04-01'],
  action: `${roleDefinitionType}/read`,
} as const

export const listRoleDefinitions: Endpoint = {
  ...reading,
  kind: 'collection',
  async handle({ query, address, store }) {
    const isMeant = roleFilter(query.get('$filter'), address.parentId)
    const rows = (await store.list({ type: roleDefinitionType, parentKey: '' })) as ResourceRecord<CustomRole>[]
    const custom = rows.filter((row) => isMeant(roleOf(row)))
    return {
      status: 200,
      body: {
        value: [
          ...builtInRoles.filter(isMeant).map((role) => roleDocument(role, address.parentId)),
          ...custom.map((row) => roleDocument(roleOf(row), address.parentId, row)),
        ],
      },
    }
  },
}

export const getRoleDefinition: Endpoint = {
  ...reading,
  kind: 'resource',
  async handle({ address, store }) {
    const found = address.kind === 'resource' ? await documentOf(store, address.name, address.parentId) : undefined
    if (!found) throw new ArmError(404, 'RoleDefinitionDoesNotExist', 'The specified role definition does not exist.')
    return { status: 200, body: found }
  },
}

/** A custom role is there for those at, above and below its assignable scopes. */
async function documentOf(store: Store, name: string, scope: string) {
  const builtIn = builtInRole(name)
  if (builtIn) return roleDocument(builtIn, scope)
  const row = (await store.get(customRoleKey(name))) as ResourceRecord<CustomRole> | undefined
  const isThere = row && (isAssignableAt(row.desired, scope) || isAssignableBelow(row.desired, scope))
  return isThere ? roleDocument(roleOf(row), scope, row) : undefined
}
