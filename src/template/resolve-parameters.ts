// The values of a template's parameters: those given are checked at once, defaults are evaluated when they are first
// asked for, since a default that is not used may be one that cannot be evaluated here.

import type { Json } from '../base/json.ts'
import { evaluate } from './evaluate.ts'
import { type Seeds, seededFunctions } from './functions/seeded.ts'
import { isObject, type JsonObject, memberOf } from './json-values.ts'
import { isSecure, type ParameterDeclaration, valueFaults } from './parameter.ts'
import { invalidTemplate } from './parse-template.ts'
import { define, type NamedFunction, type Scope, withFunctions } from './scope.ts'
import type { Template } from './template.ts'
import { TemplateFault } from './template-fault.ts'

/** What GET of a deployment shows; a secure one by its type alone. */
export type ShownParameters = Readonly<Record<string, { readonly type: string; readonly value?: Json }>>

export interface ResolvedParameters {
  /** `parameters('name')`. */
  readonly function: NamedFunction
  /** Also checks the defaults that can be evaluated. */
  shown(): ShownParameters
  /** Values of the secure ones, given or by default: a default may be made here, as by `newGuid()`. */
  secure(): readonly Json[]
}

interface Resolving {
  readonly declared: Template['parameters']
  /** By name in lower case. */
  readonly values: Map<string, Json>
  readonly inProgress: Set<string>
  readonly scope: Scope
  readonly seeds: Seeds
}

/**
 * `given` is `{ name: { value } }`.
 * @throws ArmError that names every fault of every parameter.
 */
export function resolveParameters(
  declared: Template['parameters'],
  given: JsonObject,
  { scope, seeds }: { readonly scope: Scope; readonly seeds: Seeds },
): ResolvedParameters {
  const faults: string[] = []
  const values = givenValues(declared, given, faults)
  const missing = [...declared.values()].filter(
    (each) => !values.has(each.name.toLowerCase()) && each.defaultValue === undefined && !each.isNullable,
  )
  faults.push(
    ...missing.map(
      ({ name, type }) => `The parameter '${name}' (${type}) has no value: it has no default and must be given.`,
    ),
  )
  if (faults.length > 0) throw invalidTemplate(faults)
  const resolving = { declared, values, inProgress: new Set<string>(), scope, seeds }
  return {
    function: define('parameters', [1, 1], (args) => parameterValue(resolving, args.text(0))),
    shown: () => shown(resolving),
    secure: () =>
      [...declared.values()].flatMap(({ name, type }) => {
        const value = isSecure(type) ? valueIfAny(resolving, name) : undefined
        return value === undefined ? [] : [value]
      }),
  }
}

function givenValues(declared: Template['parameters'], given: JsonObject, faults: string[]): Map<string, Json> {
  const values = new Map<string, Json>()
  for (const [name, entry = null] of Object.entries(given)) {
    const parameter = declared.get(name.toLowerCase())
    if (parameter === undefined) faults.push(unknownParameter(name, declared))
    else readGiven(parameter, entry, { values, faults })
  }
  return values
}

function readGiven(
  parameter: ParameterDeclaration,
  entry: Json,
  into: { values: Map<string, Json>; faults: string[] },
): void {
  const { name } = parameter
  if (isObject(entry) && memberOf(entry, 'reference') !== undefined) {
    into.faults.push(
      `The parameter '${name}' refers to a secret in a key vault; give its value, such references are not offered.`,
    )
    return
  }
  const value = isObject(entry) ? memberOf(entry, 'value') : undefined
  if (value === undefined) {
    into.faults.push(`The parameter '${name}' is given as { "value": … }.`)
    return
  }
  // Null asks for the default where there is one.
  if (value === null && parameter.defaultValue !== undefined && !parameter.isNullable) return
  into.faults.push(...valueFaults(parameter, value))
  into.values.set(name.toLowerCase(), value)
}

function unknownParameter(name: string, declared: Template['parameters']): string {
  const known = [...declared.values()].map((each) => `'${each.name}'`)
  const there = known.length === 0 ? 'It has none' : `It has ${known.join(', ')}`
  return `The template has no parameter '${name}'. ${there}.`
}

function parameterValue(resolving: Resolving, name: string): Json {
  const key = name.toLowerCase()
  const known = resolving.values.get(key)
  if (known !== undefined) return known
  const parameter = resolving.declared.get(key)
  if (parameter === undefined) throw new TemplateFault(unknownParameter(name, resolving.declared))
  if (parameter.defaultValue === undefined) return null
  if (resolving.inProgress.has(key)) {
    throw new TemplateFault(`The default value of the parameter '${parameter.name}' refers to itself.`)
  }
  resolving.inProgress.add(key)
  try {
    const value = defaultOf(parameter, parameter.defaultValue, resolving)
    resolving.values.set(key, value)
    return value
  } finally {
    resolving.inProgress.delete(key)
  }
}

function defaultOf(parameter: ParameterDeclaration, defaultValue: Json, resolving: Resolving): Json {
  const scope = withFunctions(resolving.scope, [
    ...seededFunctions(resolving.seeds, parameter.name.toLowerCase()),
    define('parameters', [1, 1], (args) => parameterValue(resolving, args.text(0))),
  ])
  const path = `parameters.${parameter.name}.defaultValue`
  const value = evaluate(defaultValue, scope, path)
  const [fault] = valueFaults(parameter, value)
  if (fault !== undefined) throw new TemplateFault(fault, { path })
  return value
}

function shown(resolving: Resolving): ShownParameters {
  const entries = [...resolving.declared.values()].map(({ name, type }) => {
    const value = isSecure(type) ? undefined : valueIfAny(resolving, name)
    return [name, value === undefined ? { type } : { type, value }] as const
  })
  return Object.fromEntries(entries)
}

/** A default that cannot be evaluated here has no value; if it is used, the template is refused elsewhere. */
function valueIfAny(resolving: Resolving, name: string): Json | undefined {
  try {
    return parameterValue(resolving, name)
  } catch (error) {
    if (error instanceof TemplateFault) return undefined
    throw error
  }
}
