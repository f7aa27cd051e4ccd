// The effect denyAction: what may not be deleted, by itself or together with what it is in.

import { setImmediate as othersFirst } from 'node:timers/promises'
import type { Target } from '../../arm/operations.ts'
import { groupType, keyOf } from '../../arm/resource-id.ts'
import type { Denial } from '../../policy/decide.ts'
import { outcomeOf } from '../../policy/decide.ts'
import { allowanceForAll } from '../../policy/policy-scope.ts'
import type { ResourceRecord } from '../../store/records.ts'
import { isObject, memberOf } from '../../template/json-values.ts'
import { type AssignedPolicy, findPolicies } from './find-policies.ts'
import type { GovernParts } from './govern-parts.ts'
import { exemptionFor, policiesFor } from './policies-for.ts'
import { policyPlace } from './policy-context.ts'
import { noticeOf } from './policy-notice.ts'
import { policyRefusal } from './policy-refusal.ts'
import { documentOf, governedResource } from './resource-document.ts'

const pageSize = 200

/** Throws 403. Of a group what is in it is looked at too, unless the rule lets groups go. */
export async function refuseDeletion(parts: GovernParts, target: Target, record: ResourceRecord): Promise<void> {
  const found = await findPolicies(parts.store, target.id, 'below')
  const policies = found.filter(
    ({ assignment, rule }) => assignment.desired.isEnforced && /denyaction|^\[/i.test(rule.effect),
  )
  if (policies.length === 0) return
  const types = new Map(parts.types().map((type) => [type.type, type]))
  for await (const row of withContents(parts, record)) {
    const type = types.get(row.type)
    if (row.key !== record.key) await othersFirst()
    const denial = type && (await denialOf(parts, { target, row, type, policies }))
    if (!denial) continue
    await parts.notice(
      target,
      'Microsoft.Authorization/policies/deny/action',
      noticeOf('PolicyDenied', [denial.policy]),
    )
    throw policyRefusal(row.name, [denial])
  }
}

async function* withContents({ store }: GovernParts, record: ResourceRecord): AsyncGenerator<ResourceRecord> {
  yield record
  let after: string | undefined
  for (;;) {
    const rows = await store.list({ underKey: record.key }, { limit: pageSize, after })
    yield* rows
    after = rows.at(-1)?.key
    if (rows.length < pageSize) return
  }
}

interface Case {
  readonly target: Target
  readonly row: ResourceRecord
  readonly type: Target['type']
  readonly policies: readonly AssignedPolicy[]
}

async function denialOf(
  parts: GovernParts,
  { target, row, type, policies }: Case,
): Promise<Denial<AssignedPolicy> | undefined> {
  const now = parts.clock.now()
  const document = documentOf(type, row)
  const about = policiesFor(policies, governedResource(type, document)).filter(
    (policy) => !exemptionFor(policy, row.id, now) && (row.key === keyOf(target.id) || isKeptFrom(target, policy)),
  )
  if (about.length === 0) return undefined
  const place = await policyPlace(parts.store, row.id)
  const context = { document, apiVersion: target.apiVersion, now, allowance: allowanceForAll(), ...place }
  for (const policy of about) {
    const { effect, isMatch, fault, seen } = outcomeOf(policy, context)
    if (isMatch && effect === 'denyAction' && fault === undefined)
      return { policy, effect, seen, reason: `'${row.id}' may not be deleted.` }
  }
  return undefined
}

/** Only of groups can a rule say that what is in them may go with them. */
function isKeptFrom({ type }: Target, { rule }: AssignedPolicy): boolean {
  if (type.type !== groupType || !isObject(rule.details)) return true
  const behaviors = memberOf(rule.details, 'cascadeBehaviors') ?? null
  const behavior = isObject(behaviors) ? memberOf(behaviors, 'resourceGroup') : undefined
  return String(behavior ?? 'deny').toLowerCase() !== 'allow'
}
