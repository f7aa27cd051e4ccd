// The 403 of a policy: what refused, why, and whom to ask.

import { ArmError } from '../../base/errors.ts'
import type { Denial } from '../../policy/decide.ts'
import type { AssignedPolicy } from './find-policies.ts'
import { titleOf } from './policy-titles.ts'
import { scopeOf } from './scope-of.ts'

type AssignedDenial = Denial<AssignedPolicy>

const most = 10

export function policyRefusal(name: string, denials: readonly AssignedDenial[]): ArmError {
  const told = denials.slice(0, most)
  const message =
    `Resource '${name}' was disallowed by policy. ${told.map(sentenceOf).join(' ')} ` +
    `Policy identifiers: '${JSON.stringify(told.map(({ policy }) => identifiersOf(policy)))}'. ` +
    'Change the request so that the policy allows it, or ask whoever governs the scope to exempt it.'
  return new ArmError(403, 'RequestDisallowedByPolicy', message, {
    target: name,
    additionalInfo: told.map((denial) => ({ type: 'PolicyViolation', info: violationOf(denial) })),
  })
}

function sentenceOf({ policy, reason }: AssignedDenial): string {
  const { assignment, definition } = policy
  const messages = assignment.desired.messages.filter(
    ({ policyDefinitionReferenceId: each }) => each === undefined || each === policy.identity.referenceId,
  )
  const [rule, binding] = [titleOf(definition.desired, definition.name), titleOf(assignment.desired, assignment.name)]
  const title = `'${rule}', assigned as '${binding}'`
  const why = [...(reason === undefined ? [] : [reason]), ...messages.map(({ message }) => message)]
  return why.length === 0 ? `The policy is ${title}.` : `The policy is ${title}. Reasons: ${why.join(' ')}`
}

function identifiersOf({ assignment, definition, set }: AssignedPolicy) {
  return {
    policyAssignment: { name: titleOf(assignment.desired, assignment.name), id: assignment.id },
    policyDefinition: { name: titleOf(definition.desired, definition.name), id: definition.id },
    ...(set === undefined ? {} : { policySetDefinition: { name: titleOf(set.desired, set.name), id: set.id } }),
  }
}

function violationOf({ policy, effect, reason, seen }: AssignedDenial) {
  const { assignment, definition, set, identity } = policy
  return {
    evaluationDetails: { evaluatedExpressions: seen, ...(reason === undefined ? {} : { reason }) },
    policyDefinitionId: definition.id,
    policyDefinitionName: definition.name,
    policyDefinitionDisplayName: titleOf(definition.desired, definition.name),
    policyDefinitionEffect: effect,
    policyAssignmentId: assignment.id,
    policyAssignmentName: assignment.name,
    policyAssignmentDisplayName: titleOf(assignment.desired, assignment.name),
    policyAssignmentScope: scopeOf(assignment.id),
    policyAssignmentParameters: Object.fromEntries(
      Object.entries(assignment.desired.parameters).map(([name, value]) => [name, { value }]),
    ),
    ...(set === undefined
      ? {}
      : {
          policySetDefinitionId: set.id,
          policySetDefinitionName: set.name,
          policySetDefinitionDisplayName: titleOf(set.desired, set.name),
          policyDefinitionReferenceId: identity.referenceId,
        }),
  }
}
