// How things stand: every resource in a place against every policy that is about it, computed when it is asked for from the
// rows as they are. Rows come a page at a time, and others get their turn in between, so that a large place holds nobody up.

import { setImmediate as othersFirst } from 'node:timers/promises'
import { groupIdOf, subscriptionIdOf } from '../../arm/resource-id.ts'
import type { AnyResourceType } from '../../arm/resource-type.ts'
import { isApplicable } from '../../policy/applicable.ts'
import { type Outcome, outcomeOf } from '../../policy/decide.ts'
import type { EffectName } from '../../policy/effect.ts'
import type { EvaluatedExpression } from '../../policy/matches.ts'
import { allowanceForAll, type PolicyContext } from '../../policy/policy-scope.ts'
import type { ResourceRecord } from '../../store/records.ts'
import type { Store } from '../../store/store.ts'
import type { JsonObject } from '../../template/json-values.ts'
import { type AssignedPolicy, findPolicies } from './find-policies.ts'
import { exemptionFor, policiesFor } from './policies-for.ts'
import { type PolicyPlace, policyPlace } from './policy-context.ts'
import { isRelatedThere, type Wanting } from './related.ts'
import { documentOf, governedResource } from './resource-document.ts'
import { ungovernedTypes } from './ungoverned-types.ts'

export interface ComplianceParts {
  readonly store: Store
  readonly types: readonly AnyResourceType[]
  readonly now: number
}

export interface ComplianceState {
  readonly policy: AssignedPolicy
  readonly resource: ResourceRecord
  readonly document: JsonObject
  readonly effect: EffectName
  readonly state: 'Compliant' | 'NonCompliant' | 'Exempt'
  readonly seen: readonly EvaluatedExpression[]
}

const pageSize = 200

/** Of the resource at the id and all that is below it, in the order of their ids. */
export async function* complianceStates(
  parts: ComplianceParts,
  id: string,
  isMeant: (policy: AssignedPolicy) => boolean = () => true,
): AsyncGenerator<ComplianceState> {
  const policies = (await findPolicies(parts.store, id, 'below')).filter(isMeant)
  if (policies.length === 0) return
  const types = new Map(parts.types.filter(({ type }) => !ungovernedTypes.has(type)).map((type) => [type.type, type]))
  const places = new Map<string, PolicyPlace>()
  for await (const row of rowsAt(parts.store, id)) {
    const type = row.deletedAt === undefined ? types.get(row.type) : undefined
    if (type === undefined) continue
    const where = groupIdOf(row.id) ?? subscriptionIdOf(row.id) ?? ''
    const place = places.get(where) ?? (await policyPlace(parts.store, row.id))
    places.set(where, place)
    yield* statesOf(parts, { policies, row, type, place })
    await othersFirst()
  }
}

async function* rowsAt(store: Store, id: string): AsyncGenerator<ResourceRecord> {
  const self = await store.get(id.toLowerCase())
  if (self) yield self
  let after: string | undefined
  for (;;) {
    const rows = await store.list({ underKey: id.toLowerCase() }, { limit: pageSize, after })
    yield* rows
    after = rows.at(-1)?.key
    if (rows.length < pageSize) return
  }
}

interface Case {
  readonly policies: readonly AssignedPolicy[]
  readonly row: ResourceRecord
  readonly type: AnyResourceType
  readonly place: PolicyPlace
}

async function* statesOf(
  parts: ComplianceParts,
  { policies, row, type, place }: Case,
): AsyncGenerator<ComplianceState> {
  const document = documentOf(type, row)
  const about = policiesFor(policies, governedResource(type, document))
  const apiVersion = type.apiVersions.at(-1) ?? ''
  const context: PolicyContext = { document, apiVersion, now: parts.now, allowance: allowanceForAll(), ...place }
  for (const policy of about) {
    const outcome = outcomeOf(policy, context)
    if (!isAbout(policy, outcome, document)) continue
    const { effect, seen } = outcome
    const state = await stateOf(parts, { policy, row, context }, outcome)
    yield { policy, resource: row, document, effect, state, seen }
  }
}

function isAbout({ rule }: AssignedPolicy, outcome: Outcome, document: JsonObject): boolean {
  const { effect, isMatch, fault, scope } = outcome
  if (effect === 'disabled' || effect === 'denyAction') return false
  if (isMatch || fault !== undefined) return true
  // What is to exist is looked for beside that of which the whole rule holds, and of nothing else.
  return effect !== 'auditIfNotExists' && isApplicable(rule.condition, document, scope)
}

async function stateOf(
  parts: ComplianceParts,
  wanting: Wanting,
  { isMatch, effect }: Outcome,
): Promise<ComplianceState['state']> {
  if (exemptionFor(wanting.policy, wanting.row.id, parts.now) !== undefined) return 'Exempt'
  if (!isMatch) return 'Compliant'
  return effect === 'auditIfNotExists' && (await isRelatedThere(parts, wanting)) ? 'Compliant' : 'NonCompliant'
}
