// Policies at work on changes: what is sent is completed and judged before its type reads it; a change by an action or of
// tags is judged by what the resource would become. Policies bind everybody, Owners too. Policies themselves and locks are
// not bound, or a rule could keep people from mending it.

import { type AskedAlteration, type AskedPut, type Governed, type Governor, ungoverned } from '../../arm/governor.ts'
import type { Target } from '../../arm/operations.ts'
import type { ArmDesired } from '../../arm/resource-type.ts'
import type { Envelope } from '../../arm/wire.ts'
import { breathing } from '../../base/breathe.ts'
import { ArmError } from '../../base/errors.ts'
import { pathOf, spelled } from '../../policy/changes.ts'
import { type Decision, decide } from '../../policy/decide.ts'
import { changedAt, isAbsent, valuesAt } from '../../policy/document-path.ts'
import type { FieldName } from '../../policy/field-name.ts'
import type { ResourceRecord } from '../../store/records.ts'
import type { JsonObject } from '../../template/json-values.ts'
import { refuseDeletion } from './deny-deletion.ts'
import { type AssignedPolicy, findPolicies } from './find-policies.ts'
import type { GovernParts } from './govern-parts.ts'
import { exemptionFor, policiesFor } from './policies-for.ts'
import { policyPlace } from './policy-context.ts'
import { noticeOf } from './policy-notice.ts'
import { policyRefusal } from './policy-refusal.ts'
import {
  differs,
  documentOf,
  documentSent,
  governedResource,
  sentBack,
  withKept,
  writtenPart,
} from './resource-document.ts'
import { ungovernedTypes } from './ungoverned-types.ts'

export function createGovernor(parts: GovernParts): Governor {
  return {
    put: (asked) => governPut(parts, asked),
    change: (asked) => governChange(parts, asked),
    async delete(target, record) {
      if (isFree(target)) return
      await refuseDeletion(parts, target, record)
    },
  }
}

async function governPut(parts: GovernParts, asked: AskedPut): Promise<Governed<Envelope>> {
  const { target, body, isRehearsal } = asked
  const policies = await inForce(parts, target)
  if (policies.length === 0) return ungoverned(body)
  const document = await documentAsked(asked)
  const decision = await decided(parts, { target, policies, document, isRehearsal })
  const more = governed(parts, { target, decision, value: bodyWith(body, decision) })
  if (decision.changes.length > 0) await recheck(parts, target, more)
  const { previous } = asked
  if (previous === undefined || removalsOf(decision).length === 0) return more
  try {
    requireRemoved(target, { ...previous, desired: await asked.parse(more.value, previous) }, decision)
    return more
  } catch (error) {
    throw more.blamed(error)
  }
}

/** What a type refuses by rights or by other rows it was asked of the body as sent; what policies make of that is asked too. */
async function recheck({ store }: GovernParts, target: Target, { value, blamed }: Governed<Envelope>): Promise<void> {
  try {
    await target.type.refuseChange?.({ ...target, store, verb: 'put', body: value })
  } catch (error) {
    throw blamed(error)
  }
}

async function governChange(parts: GovernParts, asked: AskedAlteration): Promise<Governed<unknown>> {
  const { target, previous, desired, parse } = asked
  const policies = await inForce(parts, target)
  if (policies.length === 0) return ungoverned(desired)
  const document = documentOf(target.type, { ...previous, desired })
  // Starting, stopping or trying again changes nothing a rule could see, and must work whatever was assigned meanwhile.
  if (!differs(documentOf(target.type, previous), document)) return ungoverned(desired)
  const decision = await decided(parts, { target, policies, document, isRehearsal: false })
  const more = governed(parts, { target, decision, value: desired })
  if (decision.changes.length === 0) return more
  if (decision.changes.every(({ change }) => isOfTags(change.field))) {
    return { ...more, value: { ...(desired as ArmDesired), tags: decision.document['tags'] ?? {} } }
  }
  const parsed = (body: JsonObject) => parse(bodyWith(body as Envelope, decision), { ...previous, desired })
  try {
    // What is shown can be sent back, but for members that only Carrel has; then what rules know of has to do.
    const value = await parsed(sentBack(document)).catch((error: unknown) => {
      if (error instanceof ArmError) return parsed(writtenPart(document))
      throw error
    })
    requireRemoved(target, { ...previous, desired: value }, decision)
    return { ...more, value }
  } catch (error) {
    throw more.blamed(error)
  }
}

function removalsOf({ changes }: Decision<AssignedPolicy>): FieldName[] {
  return changes.filter(({ change }) => change.operation === 'remove').map(({ change }) => change.field)
}

/** Some types keep what a request does not speak of, and know no word for taking it away. Throws 400 naming it. */
function requireRemoved(target: Target, record: ResourceRecord, decision: Decision<AssignedPolicy>): void {
  const document = documentOf(target.type, record)
  const kept = removalsOf(decision).find((field) => !isAbsent(valuesAt(document, pathOf(field))[0] ?? null))
  if (kept === undefined) return
  throw new ArmError(
    400,
    'PolicyChangeNotPossible',
    `'${spelled(kept)}' cannot be taken away from what is there already.`,
  )
}

function isOfTags(field: FieldName): boolean {
  return field.kind === 'tag' || (field.kind === 'member' && field.name === 'tags')
}

function isFree({ type, id }: Target): boolean {
  return ungovernedTypes.has(type.type) || !/^\/subscriptions\/[^/]+\//i.test(id)
}

async function inForce({ store }: GovernParts, target: Target): Promise<AssignedPolicy[]> {
  if (isFree(target)) return []
  const policies = await findPolicies(store, target.id)
  return policies.filter(({ assignment }) => assignment.desired.isEnforced)
}

/** What is asked for, with what stays as it is because nothing is said of it. */
async function documentAsked({ target, previous, body, parse }: AskedPut): Promise<JsonObject> {
  const sent = documentSent(target, body)
  if (previous === undefined) return sent
  try {
    const after = { ...previous, desired: await parse(body, previous) }
    return withKept(sent, documentOf(target.type, previous), documentOf(target.type, after))
  } catch (error) {
    // What is not understood may be so for want of what a policy adds; the type says later whether it is.
    if (error instanceof ArmError) return sent
    throw error
  }
}

interface Case {
  readonly target: Target
  readonly policies: readonly AssignedPolicy[]
  readonly document: JsonObject
  readonly isRehearsal: boolean
}

async function decided(parts: GovernParts, one: Case): Promise<Decision<AssignedPolicy>> {
  const { target, document, isRehearsal } = one
  const now = parts.clock.now()
  const resource = governedResource(target.type, document)
  const about = policiesFor(one.policies, resource).filter((policy) => !exemptionFor(policy, target.id, now))
  const place = await policyPlace(parts.store, target.id)
  const decision = await breathing(() => decide(about, { document, apiVersion: target.apiVersion, now, ...place }))
  if (decision.denials.length === 0) return decision
  const policies = decision.denials.map(({ policy }) => policy)
  if (!isRehearsal) await parts.notice(target, denied, noticeOf('PolicyDenied', policies))
  throw policyRefusal(target.name, decision.denials)
}

const denied = 'Microsoft.Authorization/policies/deny/action'
const audited = 'Microsoft.Authorization/policies/audit/action'

interface Settled<T> {
  readonly target: Target
  readonly decision: Decision<AssignedPolicy>
  readonly value: T
}

function governed<T>(parts: GovernParts, { target, decision, value }: Settled<T>): Governed<T> {
  const { audits, changes } = decision
  return {
    value,
    blamed(error) {
      if (!(error instanceof ArmError) || changes.length === 0) return error
      const what = changes.map(({ policy, change }) => `'${policy.assignment.id}' (${spelled(change.field)})`)
      const more =
        `The request was changed by the policy assignment ${[...new Set(what)].join(', ')}, and what that asks for is ` +
        'not offered here or does not go with the rest of the request. Change the request, or ask whoever governs the ' +
        'scope to change the assignment or to exempt the resource.'
      const { target: place, details } = error.detail
      return new ArmError(error.status, error.code, `${error.message} ${more}`, {
        ...(place === undefined ? {} : { target: place }),
        ...(details === undefined ? {} : { details }),
        cause: error,
      })
    },
    async accepted() {
      if (audits.length > 0) await parts.notice(target, audited, noticeOf('PolicyAudit', audits))
    },
  }
}

/** The body with what policies changed. What is written as one is taken over as one, with what stays as it is in it. */
function bodyWith(body: Envelope, { document, changes }: Decision<AssignedPolicy>): Envelope {
  return changes.reduce<JsonObject>((written, { change: { field } }) => {
    const path = field.kind === 'alias' ? field.alias.path.slice(0, field.alias.ownDepth) : pathOf(field).slice(0, 1)
    const value = valuesAt(document, path)[0] ?? null
    return changedAt(written, path, () => (isAbsent(value) ? undefined : value))
  }, body as JsonObject) as Envelope
}
