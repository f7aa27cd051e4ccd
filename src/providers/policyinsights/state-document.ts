// One policy against one resource, as it is told.

import type { ComplianceState } from '../../access/policy/compliance.ts'
import { categoryOf } from '../../access/policy/policy-titles.ts'
import { scopeOf } from '../../access/policy/scope-of.ts'
import { groupIdOf, subscriptionOf } from '../../arm/resource-id.ts'
import { isObject } from '../../template/json-values.ts'

export interface Telling {
  readonly now: number
  /** True: with what was looked at. */
  readonly isExpanded: boolean
}

export function stateDocument(told: ComplianceState, { now, isExpanded }: Telling): Record<string, unknown> {
  const { policy, resource, document, effect, state, seen } = told
  const { assignment, definition, set, identity, groupNames, parameters } = policy
  const tags = document['tags']
  return {
    timestamp: new Date(now).toISOString(),
    resourceId: resource.id,
    policyAssignmentId: assignment.id,
    policyDefinitionId: definition.id,
    effectiveParameters: JSON.stringify(parameters),
    isCompliant: state !== 'NonCompliant',
    subscriptionId: subscriptionOf(resource.id) ?? '',
    resourceType: resource.type,
    resourceLocation: String(document['location'] ?? ''),
    resourceGroup: groupIdOf(resource.id)?.split('/').at(-1) ?? '',
    resourceTags: isObject(tags) && Object.keys(tags).length > 0 ? JSON.stringify(tags) : '',
    policyAssignmentName: assignment.name,
    policyAssignmentOwner: '',
    policyAssignmentParameters: JSON.stringify(assignment.desired.parameters),
    policyAssignmentScope: scopeOf(assignment.id),
    policyDefinitionName: definition.name,
    policyDefinitionAction: effect.toLowerCase(),
    policyDefinitionCategory: categoryOf(definition.desired),
    policySetDefinitionId: set?.id ?? '',
    policySetDefinitionName: set?.name ?? '',
    policySetDefinitionOwner: '',
    policySetDefinitionCategory: set === undefined ? '' : categoryOf(set.desired),
    policySetDefinitionParameters: '',
    managementGroupIds: '',
    policyDefinitionReferenceId: identity.referenceId ?? '',
    complianceState: state,
    policyDefinitionGroupNames: groupNames,
    ...(isExpanded ? { policyEvaluationDetails: { evaluatedExpressions: seen } } : {}),
  }
}
