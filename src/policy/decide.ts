// What all policies together make of a request: append and modify first, in the order given; then deny and audit, of what
// has become of it. A rule that cannot be evaluated refuses: what should have been looked at was not.

import type { Json } from '../base/json.ts'
import { isObject, type JsonObject, memberOf } from '../template/json-values.ts'
import type { Scope } from '../template/scope.ts'
import { TemplateFault } from '../template/template-fault.ts'
import { changed, changesOf, type FieldChange, spelled } from './changes.ts'
import { type EffectName, effectOf } from './effect.ts'
import { type EvaluatedExpression, matches } from './matches.ts'
import { isEqual } from './operators.ts'
import { allowanceForAll, type PolicyContext, type PolicyIdentity, policyScope } from './policy-scope.ts'
import type { PolicyRule } from './rule.ts'

/** A rule with the parameters it was assigned with. */
export interface Policy {
  readonly identity: PolicyIdentity
  readonly rule: PolicyRule
  readonly parameters: JsonObject
  /** Why it cannot be read any more; undefined: it can. */
  readonly fault?: string | undefined
}

export interface Denial<P extends Policy> {
  readonly policy: P
  readonly effect: EffectName
  /** Where it is not simply that the rule holds. */
  readonly reason?: string
  readonly seen: readonly EvaluatedExpression[]
}

export interface Decision<P extends Policy> {
  readonly document: JsonObject
  readonly changes: readonly { readonly policy: P; readonly change: FieldChange }[]
  readonly denials: readonly Denial<P>[]
  readonly audits: readonly P[]
}

export function decide<P extends Policy>(policies: readonly P[], about: PolicyContext): Decision<P> {
  const context = { ...about, allowance: allowanceForAll() }
  const wanted = wantedChanges(policies, context)
  const done = applied(wanted.changes, context.document)
  const after = { ...context, document: done.document }
  const judged = policies.map((policy) => judge(policy, after))
  return {
    document: done.document,
    changes: done.changes,
    denials: [...wanted.denials, ...done.denials, ...judged.flatMap(({ denials }) => denials)],
    audits: [...wanted.audits, ...judged.flatMap(({ audits }) => audits)],
  }
}

/** A rule with its words evaluated for one resource; `fault`: that could not be done. */
export interface Outcome {
  readonly effect: EffectName
  readonly scope: Scope
  readonly isMatch: boolean
  readonly fault: string | undefined
  readonly seen: readonly EvaluatedExpression[]
}

export function outcomeOf(policy: Policy, context: PolicyContext): Outcome {
  const scope = policyScope(policy.parameters, context, policy.identity)
  const seen: EvaluatedExpression[] = []
  if (policy.fault !== undefined) return { effect: 'deny', scope, isMatch: true, fault: policy.fault, seen }
  try {
    const effect = effectOf(policy.rule, scope)
    if (effect === undefined) throw new TemplateFault('Its parameters name no effect that there is.')
    const isMatch = effect !== 'disabled' && matches(policy.rule.condition, scope, { document: context.document, seen })
    return { effect, scope, isMatch, fault: undefined, seen }
  } catch (error) {
    return { effect: 'deny', scope, isMatch: true, fault: reasonOf(error), seen }
  }
}

interface Wanted<P> {
  readonly policy: P
  readonly effect: 'append' | 'modify'
  readonly change: FieldChange
  readonly conflictEffect: string
  readonly seen: readonly EvaluatedExpression[]
}

interface Judged<P extends Policy> {
  readonly denials: Denial<P>[]
  readonly audits: P[]
}

function wantedChanges<P extends Policy>(policies: readonly P[], context: PolicyContext) {
  const [changes, denials]: [Wanted<P>[], Denial<P>[]] = [[], []]
  for (const policy of policies) {
    const { effect, isMatch, fault, scope, seen } = outcomeOf(policy, context)
    if (!isMatch || fault !== undefined || (effect !== 'append' && effect !== 'modify')) continue
    try {
      const conflictEffect = conflictEffectOf(policy.rule.details)
      for (const change of changesOf(effect, policy.rule.details, scope))
        changes.push({ policy, effect, change, conflictEffect, seen })
    } catch (error) {
      denials.push({ policy, effect, reason: reasonOf(error), seen })
    }
  }
  const settled = withoutConflicts(changes)
  return { ...settled, denials: [...denials, ...settled.denials] }
}

/** Two modifies that want different things of one field: the one that says deny wins; two that do refuse; none, neither. */
function withoutConflicts<P extends Policy>(changes: readonly Wanted<P>[]) {
  const kept: Wanted<P>[] = []
  const judged: Judged<P> = { denials: [], audits: [] }
  for (const each of changes) {
    const rivals = changes.filter((other) => isRival(each, other))
    const isStrong = each.conflictEffect === 'deny'
    const strongRivals = rivals.filter(({ conflictEffect }) => conflictEffect === 'deny')
    if (rivals.length === 0 || (isStrong && strongRivals.length === 0)) kept.push(each)
    else if (isStrong) judged.denials.push(conflict(each, strongRivals[0] ?? each))
    else if (each.conflictEffect === 'audit') judged.audits.push(each.policy)
  }
  return { changes: kept, ...judged }
}

function isRival<P extends Policy>(one: Wanted<P>, other: Wanted<P>): boolean {
  if (one.policy === other.policy || one.effect !== 'modify' || other.effect !== 'modify') return false
  const isSameField = spelled(one.change.field).toLowerCase() === spelled(other.change.field).toLowerCase()
  const isSame = isEqual(one.change.value, other.change.value) && one.change.operation === other.change.operation
  return isSameField && !isSame && !spelled(one.change.field).endsWith('[*]')
}

function conflict<P extends Policy>({ policy, change, seen }: Wanted<P>, rival: Wanted<P>): Denial<P> {
  const reason = `It and '${rival.policy.identity.assignmentId}' want different values of '${spelled(change.field)}'.`
  return { policy, effect: 'modify', reason, seen }
}

function applied<P extends Policy>(wanted: readonly Wanted<P>[], document: JsonObject) {
  let current = document
  const changes: { policy: P; change: FieldChange }[] = []
  const denials: Denial<P>[] = []
  for (const { policy, effect, change, seen } of wanted) {
    const next = changed(current, change)
    if (next === undefined) {
      denials.push({ policy, effect, reason: `The request gives '${spelled(change.field)}' another value.`, seen })
    } else if (next !== current) {
      changes.push({ policy, change })
      current = next
    }
  }
  return { document: current, changes, denials }
}

function judge<P extends Policy>(policy: P, context: PolicyContext): Judged<P> {
  const { effect, isMatch, fault, seen } = outcomeOf(policy, context)
  if (!isMatch) return { denials: [], audits: [] }
  if (fault !== undefined) return { denials: [{ policy, effect, reason: fault, seen }], audits: [] }
  if (effect === 'deny') return { denials: [{ policy, effect, seen }], audits: [] }
  return { denials: [], audits: effect === 'audit' ? [policy] : [] }
}

function conflictEffectOf(details: Json): string {
  const word = isObject(details) ? memberOf(details, 'conflictEffect') : undefined
  return typeof word === 'string' ? word.toLowerCase() : 'deny'
}

function reasonOf(error: unknown): string {
  if (error instanceof TemplateFault) return `It could not be evaluated: ${error.message}`
  throw error
}
