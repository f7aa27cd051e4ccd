// What the API tells of policies, as far as tables show it.

import type { Column } from '../output/listing.ts'
import type { Session } from '../session/session.ts'

export const policyVersion = 'api-version=2023-04-01'

export interface DefinitionDocument {
  readonly id: string
  readonly name: string
  readonly properties: {
    readonly displayName?: string
    readonly description?: string
    readonly policyType: string
    readonly mode?: string
    readonly metadata?: { readonly category?: string }
    readonly policyDefinitions?: readonly unknown[]
  }
}

export interface AssignmentDocument {
  readonly id: string
  readonly name: string
  readonly properties: {
    readonly displayName?: string
    readonly policyDefinitionId: string
    readonly scope: string
    readonly enforcementMode: string
    readonly notScopes: readonly string[]
    readonly parameters: Readonly<Record<string, { readonly value: unknown }>>
  }
}

export interface ExemptionDocument {
  readonly id: string
  readonly name: string
  readonly properties: {
    readonly policyAssignmentId: string
    readonly exemptionCategory: string
    readonly expiresOn?: string
  }
}

export interface StateDocument {
  readonly resourceId: string
  readonly complianceState: string
  readonly policyAssignmentName: string
  readonly policyDefinitionName: string
  readonly policyDefinitionAction: string
}

export const definitionColumns: Column<DefinitionDocument>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'TITLE', cell: ({ properties }) => properties.displayName ?? '' },
  { title: 'KIND', cell: ({ properties }) => (properties.policyType === 'BuiltIn' ? 'built in' : 'custom') },
]

export const assignmentColumns: Column<AssignmentDocument>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'POLICY', cell: ({ properties }) => properties.policyDefinitionId.split('/').at(-1) ?? '' },
  { title: 'ENFORCED', cell: ({ properties }) => (properties.enforcementMode === 'Default' ? 'yes' : 'no') },
  { title: 'SCOPE', cell: ({ properties }) => properties.scope },
]

/** Of definitions or sets at the subscription, or of assignments or exemptions at a scope. */
export function policyUrl(scope: string, kind: string, name?: string): string {
  const item = name === undefined ? '' : `/${encodeURIComponent(name)}`
  return `${scope}/providers/Microsoft.Authorization/${kind}${item}?${versionOf(kind)}`
}

export async function namesOf(session: Session, url: string): Promise<string[]> {
  return (await session.list<{ name: string }>(url)).map(({ name }) => name)
}

function versionOf(kind: string): string {
  return kind === 'policyExemptions' ? 'api-version=2022-07-01-preview' : policyVersion
}
