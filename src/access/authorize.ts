// May this principal do this there? Every request is answered from the role assignments as they are now: a grant or its
// removal is effective with the next request.

import { scopeKeysOf } from '../arm/resource-id.ts'
import { ArmError } from '../base/errors.ts'
import type { Actor } from '../store/records.ts'
import type { Claim, Store } from '../store/store.ts'
import { builtInRole, roleAllows } from './roles.ts'

export const roleAssignmentType = 'Microsoft.Authorization/roleAssignments'

/** Desired of a role assignment row; its parent key is the scope. */
export interface RoleAssignment {
  readonly roleDefinitionId: string
  readonly principalId: string
  readonly principalType: string
}

interface Grant {
  readonly scopeKey: string
  readonly assignment: RoleAssignment
}

/** What one principal may do, read once per request. */
export class Access {
  readonly #assignments: readonly Grant[]
  readonly #actor: Actor

  constructor(actor: Actor, assignments: readonly Grant[]) {
    this.#actor = actor
    this.#assignments = assignments.filter(
      ({ assignment }) => assignment.principalId.toLowerCase() === actor.objectId.toLowerCase(),
    )
  }

  /** A role at any scope at or above the id counts. */
  can(action: string, id: string): boolean {
    const scopes = new Set(scopeKeysOf(id))
    return this.#assignments.some(({ scopeKey, assignment }) => {
      const role = scopes.has(scopeKey) ? builtInRole(assignment.roleDefinitionId) : undefined
      return role !== undefined && roleAllows(role, action)
    })
  }

  /** Also true when a role stands somewhere below the id: there is something there for this principal to see. */
  canBelow(action: string, id: string): boolean {
    if (this.can(action, id)) return true
    const prefix = `${id.toLowerCase()}/`
    return this.#assignments.some(({ scopeKey, assignment }) => {
      const role = scopeKey.startsWith(prefix) ? builtInRole(assignment.roleDefinitionId) : undefined
      return role !== undefined && roleAllows(role, action)
    })
  }

  /** Throws 403 naming principal, action and scope. */
  require(action: string, id: string): void {
    if (!this.can(action, id)) throw this.refusal(action, id)
  }

  refusal(action: string, id: string): ArmError {
    const { name, objectId } = this.#actor
    return new ArmError(
      403,
      'AuthorizationFailed',
      `The client '${name}' with object id '${objectId}' does not have authorization to perform action '${action}' over scope '${id === '' ? '/' : id}'. ` +
        'Ask an Owner of that scope for a role; a grant counts from the next request on.',
    )
  }
}

/** Reads the principal's own assignments and nobody else's: a request costs the same however many there are in all. */
export async function accessOf(store: Store, actor: Actor): Promise<Access> {
  const held = await store.claims(claimKind(actor.objectId))
  const rows = await Promise.all(held.map(({ key }) => store.get(key)))
  return new Access(
    actor,
    rows.flatMap((row) =>
      row?.type === roleAssignmentType ? [{ scopeKey: row.parentKey, assignment: row.desired as RoleAssignment }] : [],
    ),
  )
}

/** What an assignment must hold, so that its principal's are found without reading all. */
export function roleAssignmentClaims(assignment: RoleAssignment, name: string): Claim[] {
  return [{ kind: claimKind(assignment.principalId), value: name.toLowerCase() }]
}

function claimKind(principalId: string): string {
  return `role-of/${principalId.toLowerCase()}`
}
