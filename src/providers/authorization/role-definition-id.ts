import { subscriptionIdOf } from '../../arm/resource-id.ts'

/**
 * A definition's id as seen from a scope: below the subscription the scope is in, or below the root. `rootId` is the
 * latter. A definition and the assignments of it agree to the letter, since clients find a role's assignments by
 * comparing the two.
 */
export function roleDefinitionIdAt(scope: string, rootId: string): string {
  return `${subscriptionIdOf(scope) ?? ''}${rootId}`
}
