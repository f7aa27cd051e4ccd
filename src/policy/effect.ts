// What a rule asks for where it holds. Words are compared without regard to case; effects that need machinery Carrel does
// not have are refused by name where a definition or an assignment is written.

import type { Json } from '../base/json.ts'
import { evaluate } from '../template/evaluate.ts'
import type { Scope } from '../template/scope.ts'
import type { PolicyRule } from './rule.ts'

export const effectNames = [
  ...['disabled', 'append', 'modify', 'deny', 'audit', 'auditIfNotExists', 'denyAction'],
] as const satisfies readonly string[]

export type EffectName = 'disabled' | 'append' | 'modify' | 'deny' | 'audit' | 'auditIfNotExists' | 'denyAction'

/** Why Azure's other effects are not offered. */
const notOffered: Readonly<Record<string, string>> = {
  deployifnotexists: 'nothing is deployed by a policy here; use append or modify, which change the request itself',
  manual: 'attestations are not offered',
  mutate: 'it is for Kubernetes clusters, which are not offered',
  addtonetworkgroup: 'network managers are not offered',
  enforceregopolicy: 'it is for Kubernetes clusters, which are not offered',
  enforceopaconstraint: 'it is for Kubernetes clusters, which are not offered',
}

export function effectNamed(word: string): EffectName | undefined {
  return effectNames.find((name) => name.toLowerCase() === word.toLowerCase()) as EffectName | undefined
}

/** The sentence that refuses a word; undefined: it is an effect. */
export function effectFault(word: string): string | undefined {
  if (effectNamed(word) !== undefined) return undefined
  const why = notOffered[word.toLowerCase()]
  if (why !== undefined) return `The effect '${word}' is not offered: ${why}.`
  return `'${word.slice(0, 60)}' is no effect. There are ${effectNames.join(', ')}.`
}

/** Undefined: the word that the parameters give is no effect. @throws TemplateFault */
export function effectOf({ effect }: PolicyRule, scope: Scope): EffectName | undefined {
  const word: Json = evaluate(effect, scope, 'policyRule.then.effect')
  return typeof word === 'string' ? effectNamed(word) : undefined
}
