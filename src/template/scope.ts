// What an expression can name. Functions are one table, found in lower case, and everything else (parameters, variables,
// a policy's fields) is reached through one of them; a scope is made by putting tables together.

import type { Json } from '../base/json.ts'
import type { Arguments } from './arguments.ts'
import type { Work } from './work.ts'

export interface TemplateFunction {
  /** Fewest and most arguments. */
  readonly takes: readonly [fewest: number, most: number]
  /** Arguments are evaluated when they are asked for, so what is not needed is not evaluated. */
  readonly call: (args: Arguments, scope: Scope) => Json
}

/** By name in lower case; a user's function as `namespace.name`. */
export type FunctionTable = ReadonlyMap<string, TemplateFunction>

export interface Scope {
  readonly functions: FunctionTable
  /** One per template: what it may still cost. */
  readonly work: Work
  /** Of the lambda or copy loop around: `lambda:x`, `copy:name`, and `copy:` for the innermost loop. */
  readonly locals: ReadonlyMap<string, Json>
  /** Finds functions that are a family, by name in lower case: `list…`. Asked when the table has none. */
  readonly others?: (name: string) => TemplateFunction | undefined
  /** Why a known function cannot be called here, by name in lower case; without a line it is called unknown. */
  readonly refusals?: ReadonlyMap<string, string>
}

export function withFunctions(scope: Scope, more: Iterable<readonly [string, TemplateFunction]>): Scope {
  return { ...scope, functions: new Map([...scope.functions, ...more]) }
}

export function withLocals(scope: Scope, more: Iterable<readonly [string, Json]>): Scope {
  return { ...scope, locals: new Map([...scope.locals, ...more]) }
}

export type NamedFunction = readonly [name: string, definition: TemplateFunction]

export function define(name: string, takes: TemplateFunction['takes'], call: TemplateFunction['call']): NamedFunction {
  return [name.toLowerCase(), { takes, call }]
}

/** For `takes`: as many arguments as are given. */
export const any = Number.POSITIVE_INFINITY
