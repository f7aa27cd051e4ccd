// May this principal do this there? Every request is answered from the role assignments, groups and role definitions as
// they are now: a grant, its removal or a changed role is effective with the next request. Four questions to the store,
// however many assignments there are in all.

import { scopeKeysOf } from '../arm/resource-id.ts'
import type { ArmError } from '../base/errors.ts'
import type { Actor } from '../store/records.ts'
import type { Claim, Store } from '../store/store.ts'
import { assignedRoleClaim } from './assigned-roles.ts'
import { AuthorizationRefusal } from './authorization-refusal.ts'
import { type Permission, type Plane, permits } from './permission.ts'
import { builtInRole, findRoles, type RoleDefinition, roleIdOf } from './roles.ts'

export const roleAssignmentType = 'Microsoft.Authorization/roleAssignments'

/** Desired of a role assignment row; its parent key is the scope. */
export interface RoleAssignment {
  readonly roleDefinitionId: string
  readonly principalId: string
  readonly principalType: string
  /** Key of the scope, where it was known when the assignment was written: of one principal, role and scope there is one. */
  readonly scopeKey?: string
}

/** A role that a principal holds, itself or by a group, there and below. */
export interface Grant {
  readonly scopeKey: string
  readonly role: RoleDefinition
}

/** Where the answers come from. */
export interface AccessSource {
  readonly store: Pick<Store, 'claims' | 'getAll'>
  /** Object ids of the groups a principal is in, with those its groups are in. */
  groupsOf(objectId: string): Promise<readonly string[]>
}

/** What one principal may do, read once per request. */
export class Access {
  readonly #actor: Actor
  readonly #grants: readonly Grant[]
  readonly #groups: readonly string[]

  constructor(actor: Actor, grants: readonly Grant[], groups: readonly string[] = []) {
    this.#actor = actor
    this.#grants = grants
    this.#groups = groups
  }

  /** A role at any scope at or above the id counts. */
  can(action: string, id: string, plane: Plane = 'control'): boolean {
    return permits(this.permissionsAt(id), action, plane)
  }

  /** Also true when a role stands somewhere below the id: there is something there for this principal to see. */
  canBelow(action: string, id: string): boolean {
    if (this.can(action, id)) return true
    const prefix = `${id.toLowerCase()}/`
    return this.#grants.some(({ scopeKey, role }) => scopeKey.startsWith(prefix) && permits(role.permissions, action))
  }

  /** Holds some role that gives something, at the id, above it or below it. */
  holdsAny(id: string): boolean {
    const scopes = new Set(scopeKeysOf(id))
    const prefix = `${id.toLowerCase()}/`
    return this.#grants.some(
      ({ scopeKey, role }) =>
        (scopes.has(scopeKey) || scopeKey.startsWith(prefix)) &&
        role.permissions.some(({ actions, dataActions }) => actions.length + dataActions.length > 0),
    )
  }

  /** All that its roles at and above the id give and withhold there. */
  permissionsAt(id: string): Permission[] {
    const scopes = new Set(scopeKeysOf(id))
    return this.#grants.flatMap(({ scopeKey, role }) => (scopes.has(scopeKey) ? role.permissions : []))
  }

  /** The very role, at the id or above it; undefined: anywhere. */
  holds(roleId: string, id: string | undefined): boolean {
    const scopes = id === undefined ? undefined : new Set(scopeKeysOf(id))
    return this.#grants.some(({ scopeKey, role }) => role.id === roleId && scopes?.has(scopeKey) !== false)
  }

  /** The principal itself, or a group it is in: what those are given, it has. */
  isSelf(principalId: string): boolean {
    const id = principalId.toLowerCase()
    return id === this.#actor.objectId.toLowerCase() || this.#groups.includes(id)
  }

  /** Throws 403 naming principal, action and scope. */
  require(action: string, id: string): void {
    if (!this.can(action, id)) throw this.refusal(action, id)
  }

  /** `reason` where the action itself is not what is missing. */
  refusal(action: string, id: string, reason?: string): ArmError {
    const { name, objectId } = this.#actor
    return new AuthorizationRefusal(
      action,
      `The client '${name}' with object id '${objectId}' does not have authorization to perform action '${action}' over scope '${id === '' ? '/' : id}'` +
        (reason === undefined
          ? '. Ask an Owner of that scope for a role; a grant counts from the next request on.'
          : `: ${reason}`),
    )
  }
}

export async function accessOf(source: AccessSource, actor: Actor): Promise<Access> {
  const groups = await source.groupsOf(actor.objectId)
  return new Access(actor, await grantsOf(source, [actor.objectId, ...groups]), groups)
}

/** What these principals hold, and nobody else's: a request costs the same however many assignments there are in all. */
export async function grantsOf(
  { store }: Pick<AccessSource, 'store'>,
  principalIds: readonly string[],
): Promise<Grant[]> {
  const held = await store.claims(principalIds.map(claimKind))
  const rows = (await store.getAll(held.map(({ key }) => key))).filter(({ type }) => type === roleAssignmentType)
  const assignments = rows.map(({ parentKey, desired }) => ({ scopeKey: parentKey, ...(desired as RoleAssignment) }))
  const roles = await findRoles(
    store,
    assignments.map(({ roleDefinitionId }) => roleDefinitionId),
  )
  return assignments.flatMap(({ scopeKey, roleDefinitionId }) => {
    const role = roles.get(roleIdOf(roleDefinitionId))
    return role === undefined ? [] : [{ scopeKey, role }]
  })
}

/** What an assignment must hold, so that its principal's are found without reading all. */
export function roleAssignmentClaims(assignment: RoleAssignment, name: string): Claim[] {
  const { roleDefinitionId, principalId, scopeKey } = assignment
  const role = roleIdOf(roleDefinitionId)
  const only = { kind: 'role-assignment', value: `${principalId} ${role} ${scopeKey}`.toLowerCase() }
  return [
    { kind: claimKind(principalId), value: name.toLowerCase() },
    ...(scopeKey === undefined ? [] : [only]),
    ...(builtInRole(role) === undefined ? [assignedRoleClaim(assignment, name)] : []),
  ]
}

function claimKind(principalId: string): string {
  return `role-of/${principalId.toLowerCase()}`
}
