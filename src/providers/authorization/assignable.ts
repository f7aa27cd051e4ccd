import type { RoleDefinition } from '../../access/roles.ts'
import { keyOf, scopeKeysOf } from '../../arm/resource-id.ts'

/** May it be assigned there: at one of its scopes, or below. */
export function isAssignableAt(
  { assignableScopes }: Pick<RoleDefinition, 'assignableScopes'>,
  scopeId: string,
): boolean {
  const above = new Set(scopeKeysOf(scopeId))
  return assignableScopes.some((scope) => above.has(scopeKeyOf(scope)))
}

/** May it be assigned somewhere below. */
export function isAssignableBelow(
  { assignableScopes }: Pick<RoleDefinition, 'assignableScopes'>,
  scopeId: string,
): boolean {
  return assignableScopes.some((scope) => scopeKeysOf(scopeKeyOf(scope)).includes(keyOf(scopeId)))
}

/** '/' is the root, whose key is empty. */
export function scopeKeyOf(assignableScope: string): string {
  return assignableScope === '/' ? '' : keyOf(assignableScope)
}
