// An assignment must name something that is there and reaches its scope, and give it what it needs.

import { builtInDefinition } from '../../access/policy/built-in-definitions.ts'
import {
  type PolicyAssignment,
  type PolicyDefinition,
  type PolicySetDefinition,
  policyDefinitionType,
  policySetDefinitionType,
} from '../../access/policy/policy-types.ts'
import { keyOf, scopeKeysOf } from '../../arm/resource-id.ts'
import { ArmError } from '../../base/errors.ts'
import type { Json } from '../../base/json.ts'
import { effectFault } from '../../policy/effect.ts'
import { givenParameters } from '../../policy/parameters.ts'
import { parseRule } from '../../policy/parse-rule.ts'
import { policyScope } from '../../policy/policy-scope.ts'
import type { ResourceRecord } from '../../store/records.ts'
import type { Store } from '../../store/store.ts'
import { evaluate } from '../../template/evaluate.ts'
import type { JsonObject } from '../../template/json-values.ts'

/** Throws 400 or 404. */
export async function requireAssignable(store: Store, desired: PolicyAssignment, scopeKey: string): Promise<void> {
  const id = desired.policyDefinitionId
  const row = await store.get(keyOf(id))
  const isKnown = row?.type === policyDefinitionType || row?.type === policySetDefinitionType
  const builtIn = builtInDefinition(id)
  if (!isKnown && builtIn === undefined) {
    throw new ArmError(
      404,
      'PolicyDefinitionNotFound',
      `The policy definition '${id.slice(0, 300)}' could not be found.`,
    )
  }
  if (isKnown && !scopeKeysOf(scopeKey).includes(row.parentKey)) {
    throw new ArmError(
      400,
      'InvalidCreatePolicyAssignmentRequest',
      `The policy definition '${id}' is of another subscription and cannot be assigned here.`,
      { target: 'properties.policyDefinitionId' },
    )
  }
  refuseNotScopes(desired, scopeKey)
  const definition = (row?.desired ?? builtIn?.desired) as PolicyDefinition | PolicySetDefinition
  const { values, faults } = givenParameters(definition.parameters, desired.parameters)
  if (faults.length > 0) throw invalidParameters(faults)
  if ('policyRule' in definition) refuseEffect(definition, values)
  else await refuseEffects(store, definition, values)
  for (const { value } of desired.overrides) refuseWord(value)
}

function refuseNotScopes({ notScopes }: PolicyAssignment, scopeKey: string): void {
  const outside = notScopes.find((scope) => !scopeKeysOf(scope).includes(scopeKey))
  if (outside === undefined) return
  throw new ArmError(400, 'InvalidNotScopes', `'${outside}' is not below the scope of the assignment.`, {
    target: 'properties.notScopes',
  })
}

async function refuseEffects(store: Store, { members }: PolicySetDefinition, ofSet: JsonObject): Promise<void> {
  const rows = await store.getAll(members.map(({ policyDefinitionId }) => keyOf(policyDefinitionId)))
  const byKey = new Map(rows.map((row) => [row.key, row as ResourceRecord<PolicyDefinition>]))
  for (const { policyDefinitionId, parameters } of members) {
    const definition = byKey.get(keyOf(policyDefinitionId))?.desired ?? builtInDefinition(policyDefinitionId)?.desired
    if (definition === undefined) continue
    const scope = policyScope(ofSet, undefined)
    const given = Object.entries(parameters).map(([name, value]) => [name, evaluate(value ?? null, scope)] as const)
    const { values, faults } = givenParameters(definition.parameters, Object.fromEntries(given))
    if (faults.length > 0) throw invalidParameters(faults.map((fault) => `${policyDefinitionId}: ${fault}`))
    refuseEffect(definition, values)
  }
}

/** What the parameters make of the effect. */
function refuseEffect({ policyRule }: PolicyDefinition, values: JsonObject): void {
  const { effect } = parseRule(policyRule)
  refuseWord(evaluate(effect, policyScope(values, undefined)))
}

function refuseWord(word: Json): void {
  const fault = typeof word === 'string' ? effectFault(word) : 'The effect is not a word.'
  if (fault !== undefined) throw new ArmError(400, 'InvalidPolicyEffect', fault, { target: 'properties.parameters' })
}

function invalidParameters(faults: readonly string[]): ArmError {
  const details = faults.map((message) => ({ code: 'InvalidPolicyParameters', message }))
  const message = `The policy cannot be assigned with these parameters: ${faults.join(' ')}`
  return new ArmError(400, 'InvalidPolicyParameters', message, { target: 'properties.parameters', details })
}
