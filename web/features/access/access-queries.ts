import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { arm } from '../../paths.ts'
import type { Permission, Role } from './verdicts.ts'

export interface Assignment {
  readonly id: string
  readonly roleId: string
  readonly principalId: string
  readonly principalType: string
  /** `/`: everything. */
  readonly scope: string
  readonly createdOn: string
}

interface WireAssignment {
  readonly id: string
  readonly properties: Omit<Assignment, 'id' | 'roleId'> & { readonly roleDefinitionId: string }
}

interface WireRole {
  readonly name: string
  readonly properties: {
    readonly roleName: string
    readonly type: string
    readonly description?: string
    readonly permissions: readonly Permission[]
    readonly assignableScopes: readonly string[]
  }
}

/** At the scope and above it; `holder`: theirs and their groups' alone. */
export function assignmentsQuery(client: ArmClient, scope: string, holder?: string) {
  return queryOptions({
    queryKey: ['assignments', scope, holder],
    queryFn: async (): Promise<readonly Assignment[]> => {
      const filter = holder === undefined ? 'atScope()' : `atScope() and assignedTo('${holder}')`
      const all = await client.list<WireAssignment>(
        `${arm.roleAssignments(scope)}?$filter=${encodeURIComponent(filter)}`,
        apiVersions.authorization,
      )
      return all.map(({ id, properties: { roleDefinitionId, ...rest } }) => ({
        id,
        roleId: lastOf(roleDefinitionId),
        ...rest,
      }))
    },
  })
}

/** Those that can be assigned at the scope, built-in ones first. */
export function rolesQuery(client: ArmClient, scope: string) {
  return queryOptions({
    queryKey: ['roles', scope],
    staleTime: 30_000,
    queryFn: async (): Promise<readonly Role[]> => {
      const all = await client.list<WireRole>(arm.roleDefinitions(scope), apiVersions.authorization)
      return all.map(({ name, properties }) => ({
        id: name.toLowerCase(),
        name: properties.roleName,
        description: properties.description ?? '',
        isCustom: properties.type === 'CustomRole',
        permissions: properties.permissions,
        assignableScopes: properties.assignableScopes,
      }))
    },
  })
}

/** What the person signed in may do there. */
export function permissionsQuery(client: ArmClient, scope: string) {
  return queryOptions({
    queryKey: ['permissions', scope],
    queryFn: () => client.list<Permission>(arm.permissions(scope), apiVersions.authorization),
  })
}

function lastOf(id: string): string {
  return (id.split('/').at(-1) ?? id).toLowerCase()
}
