// `variables('name')`: each is evaluated when it is first asked for and then kept, so one that nothing uses may be one
// that cannot be evaluated.

import type { Json } from '../base/json.ts'
import { inRound, readCopyLoop } from './copy-loops.ts'
import { renderValue } from './render-value.ts'
import { define, type NamedFunction, type Scope } from './scope.ts'
import type { Template, Variable } from './template.ts'
import { TemplateFault } from './template-fault.ts'

/** `scope` is asked for when a variable is evaluated: variables name each other. */
export function variablesFunction(variables: Template['variables'], scope: () => Scope): NamedFunction {
  const values = new Map<string, Json>()
  const inProgress = new Set<string>()
  return define('variables', [1, 1], (args) => {
    const name = args.text(0)
    const key = name.toLowerCase()
    const known = values.get(key)
    if (known !== undefined) return known
    const variable = variables.get(key)
    if (variable === undefined) throw args.fault(`finds no variable '${name}' in the template`)
    if (inProgress.has(key))
      throw new TemplateFault(`The variable '${name}' refers to itself.`, { path: variable.path })
    inProgress.add(key)
    try {
      const value = evaluated(variable, scope())
      values.set(key, value)
      return value
    } finally {
      inProgress.delete(key)
    }
  })
}

function evaluated({ value, copy, path }: Variable, scope: Scope): Json {
  const how = { needs: [], dropsNulls: false }
  if (copy === undefined) return renderValue(value, scope, { ...how, path })
  const { name, count } = readCopyLoop(copy, scope, path)
  return Array.from({ length: count }, (_, index) =>
    renderValue(value, inRound(scope, { name, isOuter: false }, index), { ...how, path: `${path}.input` }),
  )
}
