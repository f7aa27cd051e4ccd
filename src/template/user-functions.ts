// The template's own functions, `namespace.name(…)`: they see their arguments and nothing else of the template.

import type { Json } from '../base/json.ts'
import { evaluate } from './evaluate.ts'
import { memberOf } from './json-values.ts'
import { isOfType, parameterTypeOf } from './parameter.ts'
import { define, type FunctionTable, type NamedFunction, type Scope } from './scope.ts'
import type { UserFunction } from './template.ts'

/** `base` are the functions they may call, beside one another. */
export function userFunctions(declared: readonly UserFunction[], base: FunctionTable): readonly NamedFunction[] {
  const table = new Map(base)
  const defined = declared.map((each) => userFunction(each, table))
  for (const [name, definition] of defined) table.set(name, definition)
  return defined
}

function userFunction({ name, parameters, value, path }: UserFunction, table: FunctionTable): NamedFunction {
  return define(name, [parameters.length, parameters.length], (args, { work, refusals }) => {
    const values: [string, Json][] = parameters.map((each, index) => {
      const given = args.value(index)
      const type = parameterTypeOf(each.type)
      if (type !== undefined && !isOfType(type, given)) throw args.wrongKind(index, `of type ${type}`)
      return [each.name, given]
    })
    const own = Object.fromEntries(values)
    const scope: Scope = {
      functions: withParameters(table, own),
      work,
      locals: new Map(),
      ...(refusals ? { refusals } : {}),
    }
    return evaluate(value, scope, path)
  })
}

function withParameters(table: FunctionTable, own: Readonly<Record<string, Json>>): FunctionTable {
  const parameters = define('parameters', [1, 1], (args) => {
    const found = memberOf(own, args.text(0))
    if (found === undefined) throw args.fault(`finds no parameter '${args.text(0)}' of this function`)
    return found
  })
  return new Map([...table, parameters])
}
