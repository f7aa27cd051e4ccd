// Role definitions, the built-in ones and those somebody made here. A custom one is a row under the root, whatever scope it
// was written at: its id is unique, and an assignment finds it by it in one step.

import type { ResourceRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { builtInRoles } from './built-in-roles.ts'
import type { Permission } from './permission.ts'

export const roleDefinitionType = 'Microsoft.Authorization/roleDefinitions'

/** Desired of a custom role's row. */
export interface CustomRole {
  readonly roleName: string
  readonly description: string
  readonly permissions: readonly Permission[]
  /** Resource ids, '/' for the root: where it may be assigned, and below. */
  readonly assignableScopes: readonly string[]
}

export interface RoleDefinition extends CustomRole {
  /** A GUID in lower case. */
  readonly id: string
  readonly isBuiltIn: boolean
}

/** Finds a role by the last segment of its definition id, or by its name. */
export function builtInRole(idOrName: string): RoleDefinition | undefined {
  const wanted = idOrName.split('/').at(-1)?.toLowerCase()
  return builtInRoles.find((role) => role.id === wanted || role.roleName.toLowerCase() === wanted)
}

/** By role id, lower case; ids that are no role's are left out. At most one question to the store. */
export async function findRoles(
  store: Pick<Store, 'getAll'>,
  definitionIds: readonly string[],
): Promise<Map<string, RoleDefinition>> {
  const ids = [...new Set(definitionIds.map(roleIdOf))]
  const builtIn = builtInRoles.filter(({ id }) => ids.includes(id))
  const others = ids.filter((id) => !builtIn.some((role) => role.id === id))
  const rows = await store.getAll(others.map(customRoleKey))
  const custom = rows.filter(({ type, deletedAt }) => type === roleDefinitionType && deletedAt === undefined)
  const roles = [...builtIn, ...custom.map((row) => roleOf(row as ResourceRecord<CustomRole>))]
  return new Map(roles.map((role) => [role.id, role]))
}

export function roleOf({ name, desired }: ResourceRecord<CustomRole>): RoleDefinition {
  return { ...desired, id: name.toLowerCase(), isBuiltIn: false }
}

export function roleIdOf(definitionId: string): string {
  return definitionId.split('/').at(-1)?.toLowerCase() ?? ''
}

export function customRoleKey(roleId: string): string {
  return `/providers/${roleDefinitionType}/${roleId}`.toLowerCase()
}
