// The effect auditIfNotExists: is what a rule wants beside a resource there? In the resource itself where the wanted type
// stands below its own, else in its group, or in its subscription where the rule says so.

import { groupIdOf, keyOf, subscriptionIdOf } from '../../arm/resource-id.ts'
import { matches } from '../../policy/matches.ts'
import { parseCondition } from '../../policy/parse-rule.ts'
import { type PolicyContext, policyScope } from '../../policy/policy-scope.ts'
import type { ResourceRecord } from '../../store/records.ts'
import { evaluate } from '../../template/evaluate.ts'
import { isObject, type JsonObject, memberOf } from '../../template/json-values.ts'
import { TemplateFault } from '../../template/template-fault.ts'
import type { ComplianceParts } from './compliance.ts'
import type { AssignedPolicy } from './find-policies.ts'
import { documentOf } from './resource-document.ts'

export interface Wanting {
  readonly policy: AssignedPolicy
  readonly row: ResourceRecord
  readonly context: PolicyContext
}

/** A rule that cannot be evaluated finds nothing. */
export async function isRelatedThere(parts: ComplianceParts, wanting: Wanting): Promise<boolean> {
  const { details } = wanting.policy.rule
  if (!isObject(details)) return false
  try {
    return await isThere(parts, wanting, details)
  } catch (error) {
    if (error instanceof TemplateFault) return false
    throw error
  }
}

async function isThere(
  parts: ComplianceParts,
  { policy, row, context }: Wanting,
  details: JsonObject,
): Promise<boolean> {
  const scope = policyScope(policy.parameters, context, policy.identity)
  const text = (name: string) => String(evaluate(memberOf(details, name) ?? '', scope))
  const type = parts.types.find((each) => each.type.toLowerCase() === text('type').toLowerCase())
  if (type === undefined) return false
  const place = placeOf(row, type.type, { scope: text('existenceScope'), group: text('resourceGroupName') })
  const rows = await parts.store.list({ type: type.type, underKey: keyOf(place) })
  const name = text('name').split('/').at(-1)?.toLowerCase() ?? ''
  const written = memberOf(details, 'existenceCondition')
  const condition = written === undefined ? undefined : parseCondition(written, 'existenceCondition')
  return rows.some((found) => {
    if (found.deletedAt !== undefined || (name !== '' && found.name.toLowerCase() !== name)) return false
    if (condition === undefined) return true
    const document = documentOf(type, found)
    const inner = policyScope(policy.parameters, { ...context, document }, policy.identity)
    return matches(condition, inner, { document })
  })
}

function placeOf(row: ResourceRecord, type: string, wanted: { scope: string; group: string }): string {
  if (type.toLowerCase().startsWith(`${row.type.toLowerCase()}/`)) return row.id
  const subscription = subscriptionIdOf(row.id) ?? ''
  if (wanted.scope.toLowerCase() === 'subscription') return subscription
  if (wanted.group !== '') return `${subscription}/resourceGroups/${wanted.group}`
  return groupIdOf(row.id) ?? subscription
}
