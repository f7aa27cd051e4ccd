// Counts: of everything asked about, of each assignment, of each of its definitions.

import type { ComplianceState } from '../../access/policy/compliance.ts'

/** Of a state what is counted; thousands of them are held at once. */
export interface CountedState extends Pick<ComplianceState, 'policy' | 'effect' | 'state'> {
  readonly resourceKey: string
}

export function summaryOf(states: readonly CountedState[], context: string) {
  const assignments = Map.groupBy(states, ({ policy }) => policy.assignment.id)
  return {
    '@odata.id': null,
    '@odata.context': `${context}/$entity`,
    results: resultsOf(states),
    policyAssignments: [...assignments].map(([policyAssignmentId, own]) => ({
      policyAssignmentId,
      policySetDefinitionId: own[0]?.policy.set?.id ?? '',
      results: resultsOf(own),
      policyDefinitions: definitionsOf(own),
    })),
  }
}

function definitionsOf(states: readonly CountedState[]) {
  const key = ({ policy }: CountedState) => `${policy.definition.id} ${policy.identity.referenceId ?? ''}`
  return [...Map.groupBy(states, key).values()].map((own) => ({
    policyDefinitionId: own[0]?.policy.definition.id ?? '',
    policyDefinitionReferenceId: own[0]?.policy.identity.referenceId ?? '',
    policyDefinitionGroupNames: own[0]?.policy.groupNames ?? [],
    effect: own[0]?.effect.toLowerCase() ?? '',
    results: resultsOf(own),
  }))
}

/** A resource that one policy finds at fault is at fault. */
function resultsOf(states: readonly CountedState[]) {
  const broken = states.filter(({ state }) => state === 'NonCompliant')
  const resources = Map.groupBy(states, ({ resourceKey }) => resourceKey)
  const ofResources = [...resources.values()].map(worst)
  return {
    queryResultsUri: null,
    nonCompliantResources: new Set(broken.map(({ resourceKey }) => resourceKey)).size,
    nonCompliantPolicies: new Set(broken.map(({ policy }) => policy.assignment.id + policy.definition.id)).size,
    resourceDetails: counted(ofResources),
    policyDetails: counted([...Map.groupBy(states, ({ policy }) => policy.definition.id).values()].map(worst)),
    policyGroupDetails: [],
  }
}

function worst(states: readonly CountedState[]): string {
  if (states.some(({ state }) => state === 'NonCompliant')) return 'noncompliant'
  return states.some(({ state }) => state === 'Compliant') ? 'compliant' : 'exempt'
}

function counted(words: readonly string[]) {
  return [...Map.groupBy(words, (word) => word)].map(([complianceState, all]) => ({
    complianceState,
    count: all.length,
  }))
}
