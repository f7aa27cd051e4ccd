import type { NameSource } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Session } from '../session/session.ts'

export const accessVersion = 'api-version=2022-04-01'

export interface RoleDocument {
  readonly id: string
  /** The GUID. */
  readonly name: string
  readonly properties: {
    readonly roleName: string
    readonly type: string
    readonly description?: string
    readonly permissions: readonly {
      readonly actions: readonly string[]
      readonly notActions: readonly string[]
      readonly dataActions?: readonly string[]
      readonly notDataActions?: readonly string[]
    }[]
    readonly assignableScopes: readonly string[]
  }
}

/** `filter` as the API reads it; empty: all that can be assigned there. */
export function listRoles(session: Session, scope: string, filter = ''): Promise<RoleDocument[]> {
  const query = filter === '' ? '' : `&$filter=${encodeURIComponent(filter)}`
  return session.list(`${scope}/providers/Microsoft.Authorization/roleDefinitions?${accessVersion}${query}`)
}

/** By name, GUID or id. Throws with the names there are when it is none. */
export async function findRole(session: Session, scope: string, wanted: string): Promise<RoleDocument> {
  const roles = await listRoles(session, scope, 'atScopeAndBelow()')
  const name = wanted.toLowerCase()
  const found = roles.find(
    (role) => role.properties.roleName.toLowerCase() === name || role.name.toLowerCase() === name.split('/').at(-1),
  )
  if (found !== undefined) return found
  const names = roles.map(({ properties }) => properties.roleName).sort()
  throw new CliFailure(
    `There is no role '${wanted}' at ${scope === '' ? '/' : scope}.`,
    `use one of: ${names.join(', ')}`,
    exitCodes.notFound,
  )
}

export const roleNames: NameSource = async (invocation) => {
  const session = await invocation.session()
  return (await listRoles(session, session.subscriptionId())).map(({ properties }) => properties.roleName)
}
