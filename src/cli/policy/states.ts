// `policy state …`: how resources stand against what is assigned.

import { scopeOf, scopeOption } from '../access/scope.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Column } from '../output/listing.ts'
import type { StateDocument } from './documents.ts'

const version = 'api-version=2019-10-01'

const columns: Column<StateDocument>[] = [
  { title: 'RESOURCE', cell: ({ resourceId }) => resourceId.split('/').at(-1) ?? '' },
  { title: 'STATE', cell: ({ complianceState }) => complianceState },
  { title: 'ASSIGNMENT', cell: ({ policyAssignmentName }) => policyAssignmentName },
  { title: 'POLICY', cell: ({ policyDefinitionName }) => policyDefinitionName },
  { title: 'EFFECT', cell: ({ policyDefinitionAction }) => policyDefinitionAction },
]

interface Summary {
  readonly policyAssignmentId: string
  readonly results: { readonly nonCompliantResources: number; readonly nonCompliantPolicies: number }
}

export const stateCommands: readonly ApiCommand[] = [
  {
    usage: 'list',
    summary: 'List each resource against each policy that is about it',
    examples: ['carrel policy state list --non-compliant', 'carrel policy state list -g lab'],
    options: [scopeOption, { flags: '--non-compliant', summary: 'only what is at fault' }],
    async run(invocation) {
      const filter = `&$filter=${encodeURIComponent("complianceState eq 'NonCompliant'")}`
      const states = await asked<StateDocument>(
        invocation,
        `queryResults?${version}${invocation.isOn('non-compliant') ? filter : ''}`,
      )
      invocation.showList(states, { columns, empty: 'No policy is about anything here.' })
    },
  },
  {
    usage: 'summarize',
    summary: 'Count what is at fault, by assignment',
    examples: ['carrel policy state summarize'],
    options: [scopeOption],
    async run(invocation) {
      const [summary] = await asked<{ policyAssignments: Summary[] }>(invocation, `summarize?${version}`)
      invocation.showList(summary?.policyAssignments ?? [], {
        columns: [
          { title: 'ASSIGNMENT', cell: ({ policyAssignmentId }) => policyAssignmentId.split('/').at(-1) ?? '' },
          { title: 'RESOURCES AT FAULT', cell: ({ results }) => String(results.nonCompliantResources) },
          { title: 'POLICIES AT FAULT', cell: ({ results }) => String(results.nonCompliantPolicies) },
        ],
        empty: 'No policy is about anything here.',
      })
    },
  },
]

async function asked<T>(invocation: Invocation, what: string): Promise<readonly T[]> {
  const session = await invocation.session()
  const url = `${scopeOf(invocation, session)}/providers/Microsoft.PolicyInsights/policyStates/latest/${what}`
  return (await session.call<{ value: T[] }>('POST', url)).value
}
