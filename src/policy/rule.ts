// A policy's rule as it is evaluated: a tree of tests, and what is to happen where it holds.

import type { Json } from '../base/json.ts'
import type { JsonObject } from '../template/json-values.ts'
import type { OperatorName } from './operators.ts'

export type Condition =
  | { readonly kind: 'allOf' | 'anyOf'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'test'; readonly operand: Operand; readonly operator: OperatorName; readonly target: Json }

/** What a test looks at. Strings may be expressions. */
export type Operand =
  | { readonly kind: 'field'; readonly field: string }
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'count'; readonly over: CountedOver; readonly where: Condition | undefined }

export type CountedOver =
  | { readonly kind: 'field'; readonly field: string }
  /** `name`: by which `current('name')` finds the element. */
  | { readonly kind: 'value'; readonly value: Json; readonly name: string | undefined }

export interface PolicyRule {
  readonly condition: Condition
  /** A word or an expression. */
  readonly effect: string
  readonly details: Json
}

/** As it is written: `mode`, `parameters` and `policyRule` of a definition. */
export interface WrittenPolicy {
  readonly mode: string
  readonly parameters: JsonObject
  readonly policyRule: JsonObject
}
