import { queryOptions } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { arm } from '../../paths.ts'
import { compareNames } from '../../ui/compare-names.ts'

export interface PolicyDefinition {
  readonly id: string
  readonly name: string
  readonly properties: {
    readonly displayName?: string
    readonly description?: string
    readonly policyType: string
    readonly mode?: string
    readonly parameters?: Readonly<Record<string, unknown>>
    readonly policyRule: unknown
  }
}

/** Definitions that are put in force together: an initiative. */
export interface PolicySet {
  readonly id: string
  readonly name: string
  readonly properties: {
    readonly displayName?: string
    readonly description?: string
    readonly policyType: string
    readonly parameters?: Readonly<Record<string, unknown>>
    readonly policyDefinitions: readonly { readonly policyDefinitionId: string }[]
  }
}

export interface PolicyAssignment {
  readonly id: string
  readonly name: string
  readonly properties: {
    readonly displayName?: string
    readonly policyDefinitionId: string
    readonly scope: string
    readonly enforcementMode: string
  }
}

/** A resource that is not as a policy wants it. */
export interface PolicyFault {
  readonly resourceId: string
  readonly resourceType: string
  readonly policyAssignmentId: string
  readonly policyDefinitionId: string
  readonly policyDefinitionAction: string
  readonly policyEvaluationDetails?: {
    readonly evaluatedExpressions?: readonly {
      readonly expression: string
      readonly operator: string
      readonly expressionValue?: unknown
      readonly targetValue?: unknown
    }[]
  }
}

/** At the scope and above it. */
export function policyAssignmentsQuery(client: ArmClient, scope: string) {
  return queryOptions({
    queryKey: ['policy-assignments', scope],
    queryFn: () =>
      client.list<PolicyAssignment>(`${arm.policyAssignments(scope)}?$filter=atScope()`, apiVersions.policy),
  })
}

/** One's own first, then those that come along. */
export function policyDefinitionsQuery(client: ArmClient, subscription: string) {
  return queryOptions({
    queryKey: ['policy-definitions', subscription],
    queryFn: async () => {
      const all = await client.list<PolicyDefinition>(arm.policyDefinitions(subscription), apiVersions.policy)
      const rank = ({ properties }: PolicyDefinition) => (properties.policyType === 'Custom' ? 0 : 1)
      return all.toSorted((a, b) => rank(a) - rank(b) || compareNames(titleOf(a), titleOf(b)))
    },
  })
}

/** One's own first, then those that come along. */
export function policySetsQuery(client: ArmClient, subscription: string) {
  return queryOptions({
    queryKey: ['policy-definitions', subscription, 'sets'],
    queryFn: async () => {
      const all = await client.list<PolicySet>(arm.policySets(subscription), apiVersions.policy)
      return all.toSorted((a, b) => compareNames(titleOf(a), titleOf(b)))
    },
  })
}

/** What is at fault in a scope now: the first thousand. */
export function policyFaultsQuery(client: ArmClient, scope: string) {
  return queryOptions({
    queryKey: ['policy-states', scope],
    queryFn: async () => {
      const filter = encodeURIComponent("complianceState eq 'NonCompliant'")
      const path = `${arm.policyStates(scope)}?$filter=${filter}&$expand=PolicyEvaluationDetails`
      const { value } = await client.post<{ value: readonly PolicyFault[] }>(path, apiVersions.policyStates)
      return value
    },
  })
}

export function titleOf({ name, properties }: PolicyDefinition | PolicySet | PolicyAssignment): string {
  return properties.displayName ?? name
}
