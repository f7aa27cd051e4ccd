// The rows policy is made of, as the store holds them.

import type { ArmDesired } from '../../arm/resource-type.ts'
import type { WrittenPolicy } from '../../policy/rule.ts'
import type { JsonObject } from '../../template/json-values.ts'

export const policyDefinitionType = 'Microsoft.Authorization/policyDefinitions'
export const policySetDefinitionType = 'Microsoft.Authorization/policySetDefinitions'
export const policyAssignmentType = 'Microsoft.Authorization/policyAssignments'
export const policyExemptionType = 'Microsoft.Authorization/policyExemptions'

export interface Described {
  readonly displayName?: string
  readonly description?: string
  readonly metadata?: JsonObject
}

export interface PolicyDefinition extends ArmDesired, Described, WrittenPolicy {
  readonly version?: string
}

export interface PolicySetDefinition extends ArmDesired, Described {
  readonly parameters: JsonObject
  readonly members: readonly SetMember[]
  readonly groups: readonly JsonObject[]
  readonly version?: string
}

/** A definition in a set. */
export interface SetMember {
  readonly policyDefinitionId: string
  readonly referenceId: string
  /** Values by name; they may be expressions of the set's parameters. */
  readonly parameters: JsonObject
  readonly groupNames: readonly string[]
}

export interface PolicyAssignment extends ArmDesired, Described {
  /** Of a definition or of a set. */
  readonly policyDefinitionId: string
  /** Values by name. */
  readonly parameters: JsonObject
  readonly notScopes: readonly string[]
  readonly isEnforced: boolean
  readonly messages: readonly NonComplianceMessage[]
  readonly selectors: readonly ResourceSelector[]
  readonly overrides: readonly EffectOverride[]
  readonly identity?: string
  /** Of which tier; older clients say so, and it is without effect. */
  readonly sku?: JsonObject
}

export interface NonComplianceMessage {
  readonly message: string
  readonly policyDefinitionReferenceId?: string
}

/** All of `selectors` must agree. */
export interface ResourceSelector {
  readonly name?: string
  readonly selectors: readonly Selector[]
}

export interface Selector {
  readonly kind: string
  readonly in?: readonly string[]
  readonly notIn?: readonly string[]
}

/** Another effect than the parameters give. */
export interface EffectOverride {
  readonly value: string
  readonly selectors: readonly Selector[]
}

export interface PolicyExemption extends ArmDesired, Described {
  readonly policyAssignmentId: string
  /** Of a set; empty: of all of it. */
  readonly referenceIds: readonly string[]
  readonly category: 'Waiver' | 'Mitigated'
  /** As it was sent; undefined: it holds until it is taken away. */
  readonly expiresOn?: string
}

/** A definition, wherever it comes from. */
export interface FoundDefinition {
  readonly id: string
  readonly name: string
  readonly desired: PolicyDefinition
}
