// Which policies there are for a place: assignments at and above it (or below it too), each with its definition, or one
// for every definition of its set.

import { keyOf, scopeKeysOf } from '../../arm/resource-id.ts'
import { ArmError } from '../../base/errors.ts'
import type { Policy } from '../../policy/decide.ts'
import { givenParameters } from '../../policy/parameters.ts'
import { parseRule } from '../../policy/parse-rule.ts'
import { policyScope } from '../../policy/policy-scope.ts'
import type { PolicyRule } from '../../policy/rule.ts'
import type { ResourceRecord } from '../../store/records.ts'
import type { Store } from '../../store/store.ts'
import { evaluate } from '../../template/evaluate.ts'
import type { JsonObject } from '../../template/json-values.ts'
import { TemplateFault } from '../../template/template-fault.ts'
import { builtInDefinition } from './built-in-definitions.ts'
import { isSelected } from './is-selected.ts'
import {
  type FoundDefinition,
  type PolicyAssignment,
  type PolicyDefinition,
  type PolicyExemption,
  type PolicySetDefinition,
  policyAssignmentType,
  policyDefinitionType,
  policyExemptionType,
  policySetDefinitionType,
  type SetMember,
} from './policy-types.ts'

export interface AssignedPolicy extends Policy {
  readonly assignment: ResourceRecord<PolicyAssignment>
  readonly definition: FoundDefinition
  readonly set: ResourceRecord<PolicySetDefinition> | undefined
  readonly groupNames: readonly string[]
  /** Of the assignment, wherever they stand. */
  readonly exemptions: readonly ResourceRecord<PolicyExemption>[]
}

type Source = Pick<Store, 'list' | 'getAll'>

/** `below`: of everything in it too. */
export async function findPolicies(
  store: Source,
  id: string,
  reach: 'above' | 'below' = 'above',
): Promise<AssignedPolicy[]> {
  const rows = await rowsFor(store, id, reach)
  const assignments = rows.filter(({ type }) => type === policyAssignmentType) as ResourceRecord<PolicyAssignment>[]
  if (assignments.length === 0) return []
  const exemptions = rows.filter(({ type }) => type === policyExemptionType) as ResourceRecord<PolicyExemption>[]
  const found = await definitionsOf(store, assignments)
  return assignments.flatMap((assignment) => {
    const own = exemptions.filter(({ desired }) => keyOf(desired.policyAssignmentId) === assignment.key)
    return expanded(assignment, found).map((policy) => ({ ...policy, exemptions: own }))
  })
}

async function rowsFor(store: Source, id: string, reach: 'above' | 'below'): Promise<ResourceRecord[]> {
  const type = [policyAssignmentType, policyExemptionType]
  const above = await store.list({ type, parentKey: scopeKeysOf(id).filter((key) => key !== '') })
  if (reach === 'above') return above
  const below = await store.list({ type, underKey: keyOf(id) })
  const known = new Set(above.map(({ key }) => key))
  return [...above, ...below.filter(({ key }) => !known.has(key))]
}

interface Definitions {
  readonly sets: ReadonlyMap<string, ResourceRecord<PolicySetDefinition>>
  definition(id: string): FoundDefinition | undefined
}

async function definitionsOf(
  store: Source,
  assignments: readonly ResourceRecord<PolicyAssignment>[],
): Promise<Definitions> {
  const first = await store.getAll(unique(assignments.map(({ desired }) => desired.policyDefinitionId)))
  const sets = first.filter(({ type }) => type === policySetDefinitionType) as ResourceRecord<PolicySetDefinition>[]
  const inSets = sets.flatMap(({ desired }) => desired.members.map(({ policyDefinitionId }) => policyDefinitionId))
  const more = inSets.length === 0 ? [] : await store.getAll(unique(inSets))
  const rows = new Map(
    [...first, ...more].filter(({ type }) => type === policyDefinitionType).map((row) => [row.key, row]),
  )
  return {
    sets: new Map(sets.map((set) => [set.key, set])),
    definition: (id) => (rows.get(keyOf(id)) as ResourceRecord<PolicyDefinition> | undefined) ?? builtInDefinition(id),
  }
}

function expanded(
  assignment: ResourceRecord<PolicyAssignment>,
  { sets, definition }: Definitions,
): Omit<AssignedPolicy, 'exemptions'>[] {
  const { policyDefinitionId, parameters } = assignment.desired
  const set = sets.get(keyOf(policyDefinitionId))
  if (set === undefined) {
    const found = definition(policyDefinitionId)
    return found ? [assigned({ assignment, definition: found, set: undefined, member: undefined }, parameters)] : []
  }
  const ofSet = givenParameters(set.desired.parameters, parameters).values
  return set.desired.members.flatMap((member) => {
    const found = definition(member.policyDefinitionId)
    return found ? [assigned({ assignment, definition: found, set, member }, memberParameters(member, ofSet))] : []
  })
}

interface Assigned {
  readonly assignment: ResourceRecord<PolicyAssignment>
  readonly definition: FoundDefinition
  readonly set: ResourceRecord<PolicySetDefinition> | undefined
  readonly member: SetMember | undefined
}

function assigned(
  { assignment, definition, set, member }: Assigned,
  parameters: JsonObject,
): Omit<AssignedPolicy, 'exemptions'> {
  const { rule, fault } = ruleOf(definition.desired)
  const referenceId = member?.referenceId
  return {
    fault,
    assignment,
    definition,
    set,
    groupNames: member?.groupNames ?? [],
    rule: overridden(rule, assignment.desired, referenceId),
    parameters: givenParameters(definition.desired.parameters, parameters).values,
    identity: {
      assignmentId: assignment.id,
      definitionId: definition.id,
      setDefinitionId: set?.id,
      referenceId,
    },
  }
}

/** One that was taken once and is no rule any more refuses: what it was to look at is looked at by nobody. */
function ruleOf({ policyRule }: PolicyDefinition): { rule: PolicyRule; fault: string | undefined } {
  try {
    return { rule: parseRule(policyRule), fault: undefined }
  } catch (error) {
    if (!(error instanceof ArmError)) throw error
    return { rule: unreadable, fault: `The definition is no longer understood: ${error.message}` }
  }
}

const unreadable: PolicyRule = { condition: { kind: 'anyOf', of: [] }, effect: 'deny', details: null }

/** What a set hands on; a value that cannot be had is left out, and the rule that asks for it refuses. */
function memberParameters({ parameters }: SetMember, ofSet: JsonObject): JsonObject {
  const scope = policyScope(ofSet, undefined)
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => {
      try {
        return [[name, evaluate(value ?? null, scope)]]
      } catch (error) {
        if (error instanceof TemplateFault) return []
        throw error
      }
    }),
  )
}

function overridden(rule: PolicyRule, { overrides }: PolicyAssignment, referenceId: string | undefined): PolicyRule {
  const found = overrides.find(({ selectors }) =>
    selectors.every((selector) => isSelected(selector, referenceId ?? '')),
  )
  return found === undefined ? rule : { ...rule, effect: found.value }
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids.map(keyOf))]
}
