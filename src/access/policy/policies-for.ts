// Which of the policies found are about one resource: its place, its type, and what was left out.

import { keyOf, scopeKeysOf } from '../../arm/resource-id.ts'
import type { ResourceRecord } from '../../store/records.ts'
import type { AssignedPolicy } from './find-policies.ts'
import { isSelected } from './is-selected.ts'
import type { PolicyExemption, Selector } from './policy-types.ts'

export interface GovernedResource {
  readonly id: string
  readonly type: string
  /** In lower case without blanks; empty: it has none. */
  readonly location: string
  /** It has a location and tags of its own, which mode `Indexed` asks for. */
  readonly isIndexed: boolean
}

/** What holds for the resource; exemptions are not looked at. */
export function policiesFor(policies: readonly AssignedPolicy[], resource: GovernedResource): AssignedPolicy[] {
  const scopes = new Set(scopeKeysOf(resource.id))
  return policies.filter(({ assignment, definition }) => {
    const { notScopes, selectors } = assignment.desired
    return (
      scopes.has(assignment.parentKey) &&
      !notScopes.some((scope) => scopes.has(keyOf(scope))) &&
      (resource.isIndexed || definition.desired.mode !== 'Indexed') &&
      (selectors.length === 0 ||
        selectors.some((one) => one.selectors.every((selector) => isResourceSelected(selector, resource))))
    )
  })
}

/** The exemption that lets the resource off; undefined: none does. */
export function exemptionFor(
  policy: AssignedPolicy,
  resourceId: string,
  now: number,
): ResourceRecord<PolicyExemption> | undefined {
  const scopes = new Set(scopeKeysOf(resourceId))
  return policy.exemptions.find(({ parentKey, desired }) => {
    const { expiresOn, referenceIds } = desired
    const isOver = expiresOn !== undefined && Date.parse(expiresOn) <= now
    const isMeant =
      referenceIds.length === 0 ||
      referenceIds.some((each) => each.toLowerCase() === policy.identity.referenceId?.toLowerCase())
    return scopes.has(parentKey) && !isOver && isMeant
  })
}

function isResourceSelected(selector: Selector, { type, location }: GovernedResource): boolean {
  if (selector.kind.toLowerCase() === 'resourcetype') return isSelected(selector, type)
  if (selector.kind.toLowerCase() === 'resourcewithoutlocation')
    return isSelected(selector, location === '' ? 'subscriptionLevelResources' : '')
  const flat = (list?: readonly string[]) => list?.map((each) => each.toLowerCase().replaceAll(' ', ''))
  const [within, without] = [flat(selector.in), flat(selector.notIn)]
  return isSelected({ ...(within ? { in: within } : {}), ...(without ? { notIn: without } : {}) }, location)
}
