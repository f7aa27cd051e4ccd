// Counts: of everything asked about, of each assignment, of each of its definitions.

import type { ComplianceState } from '../../access/policy/compliance.ts'

export function summaryOf(states: readonly ComplianceState[], context: string) {
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

function definitionsOf(states: readonly ComplianceState[]) {
  const key = ({ policy }: ComplianceState) => `${policy.definition.id} ${policy.identity.referenceId ?? ''}`
  return [...Map.groupBy(states, key).values()].map((own) => ({
    policyDefinitionId: own[0]?.policy.definition.id ?? '',
    policyDefinitionReferenceId: own[0]?.policy.identity.referenceId ?? '',
    policyDefinitionGroupNames: own[0]?.policy.groupNames ?? [],
    effect: own[0]?.effect.toLowerCase() ?? '',
    results: resultsOf(own),
  }))
}

/** A resource that one policy finds at fault is at fault. */
function resultsOf(states: readonly ComplianceState[]) {
  const broken = states.filter(({ state }) => state === 'NonCompliant')
  const resources = Map.groupBy(states, ({ resource }) => resource.key)
  const ofResources = [...resources.values()].map(worst)
  return {
    queryResultsUri: null,
    nonCompliantResources: new Set(broken.map(({ resource }) => resource.key)).size,
    nonCompliantPolicies: new Set(broken.map(({ policy }) => policy.assignment.id + policy.definition.id)).size,
    resourceDetails: counted(ofResources),
    policyDetails: counted([...Map.groupBy(states, ({ policy }) => policy.definition.id).values()].map(worst)),
    policyGroupDetails: [],
  }
}

function worst(states: readonly ComplianceState[]): string {
  if (states.some(({ state }) => state === 'NonCompliant')) return 'noncompliant'
  return states.some(({ state }) => state === 'Compliant') ? 'compliant' : 'exempt'
}

function counted(words: readonly string[]) {
  return [...Map.groupBy(words, (word) => word)].map(([complianceState, all]) => ({
    complianceState,
    count: all.length,
  }))
}
