// A template after its form was checked: sections under fixed names, everything inside them still unevaluated.

import type { Json } from '../base/json.ts'
import type { JsonObject } from './json-values.ts'
import type { ParameterDeclaration } from './parameter.ts'

export interface Template {
  readonly contentVersion: string
  /** Resources by symbolic name (language version 2.0). */
  readonly isSymbolic: boolean
  /** By name in lower case, as are variables and outputs' own spelling below. */
  readonly parameters: ReadonlyMap<string, ParameterDeclaration>
  readonly variables: ReadonlyMap<string, Variable>
  readonly functions: readonly UserFunction[]
  readonly resources: readonly ResourceDeclaration[]
  readonly outputs: readonly OutputDeclaration[]
}

export interface Variable {
  /** For a loop of variables `value` is its input and `copy` the loop. */
  readonly value: Json
  readonly copy: JsonObject | undefined
  readonly path: string
}

export interface UserFunction {
  /** `namespace.name`. */
  readonly name: string
  readonly parameters: readonly { readonly name: string; readonly type: string }[]
  readonly value: Json
  readonly path: string
}

export interface ResourceDeclaration {
  readonly symbol: string | undefined
  readonly declared: JsonObject
  readonly path: string
}

export interface OutputDeclaration {
  readonly name: string
  readonly type: ParameterDeclaration['type']
  readonly declared: JsonObject
  readonly path: string
}
