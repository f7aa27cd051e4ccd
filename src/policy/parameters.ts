// Parameters of definitions and what they are given: types, allowed values, defaults. Names are compared without regard to
// case.

import { z } from 'zod'
import type { Json } from '../base/json.ts'
import { isList, isObject, type JsonObject, keyLike, memberOf } from '../template/json-values.ts'
import { isEqual } from './operators.ts'
import type { RuleFaults } from './rule-faults.ts'

const types = ['String', 'Array', 'Object', 'Boolean', 'Integer', 'Float', 'DateTime'] as const

const parameterSchema = z.strictObject({
  type: z.string(),
  defaultValue: z.unknown().optional(),
  allowedValues: z.array(z.unknown()).nullish(),
  metadata: z.unknown().optional(),
  schema: z.unknown().optional(),
})

const most = 100

export function checkParameters(written: JsonObject, faults: RuleFaults): void {
  if (Object.keys(written).length > most) faults.add('parameters', `There are at most ${most} parameters.`)
  for (const [name, parameter] of Object.entries(written)) {
    const path = `parameters.${name.slice(0, 80)}`
    const read = parameterSchema.safeParse(parameter)
    if (!read.success) {
      faults.add(path, "A parameter has a 'type', and may have 'defaultValue', 'allowedValues', 'metadata', 'schema'.")
      continue
    }
    const type = types.find((each) => each.toLowerCase() === read.data.type.toLowerCase())
    if (type === undefined) faults.add(`${path}.type`, `It must be one of ${types.join(', ')}.`)
    if (read.data.defaultValue === undefined) continue
    const fault = valueFault(parameter as JsonObject, read.data.defaultValue as Json)
    if (fault !== undefined) faults.add(`${path}.defaultValue`, fault)
  }
}

export interface GivenParameters {
  readonly values: JsonObject
  /** Sentences. */
  readonly faults: readonly string[]
}

/** Every parameter's value: what was given, else its default. */
export function givenParameters(definitions: JsonObject, given: JsonObject): GivenParameters {
  const faults = Object.keys(given)
    .filter((name) => keyLike(definitions, name) === undefined)
    .map((name) => `There is no parameter '${name.slice(0, 80)}'.`)
  const values = Object.entries(definitions).flatMap(([name, definition]): [string, Json][] => {
    const parameter = isObject(definition ?? null) ? (definition as JsonObject) : {}
    const value = memberOf(given, name) ?? parameter['defaultValue']
    if (value === undefined) {
      faults.push(`The parameter '${name}' has no default and was not given.`)
      return []
    }
    const fault = isExpressionText(value) ? undefined : valueFault(parameter, value)
    if (fault !== undefined) faults.push(`The parameter '${name}': ${fault}`)
    return [[name, value]]
  })
  return { values: Object.fromEntries(values), faults }
}

/** In a set's own parameters for its policies; its value is known once the set is assigned. */
function isExpressionText(value: Json): boolean {
  return typeof value === 'string' && /^\[(?!\[).*\]$/s.test(value)
}

function valueFault(parameter: JsonObject, value: Json): string | undefined {
  const type = String(parameter['type'] ?? '').toLowerCase()
  if (!isOfType(type, value)) return `It must be of type ${String(parameter['type'])}.`
  const allowed = parameter['allowedValues'] ?? null
  if (!isList(allowed) || allowed.length === 0) return undefined
  const isAllowed = (each: Json) => allowed.some((one) => isEqual(one, each))
  // Of an array every element must be allowed, or the array as a whole.
  if (isAllowed(value) || (isList(value) && value.every(isAllowed))) return undefined
  return `It must be one of ${JSON.stringify(allowed).slice(0, 300)}.`
}

function isOfType(type: string, value: Json): boolean {
  if (type === 'array') return isList(value)
  if (type === 'object') return isObject(value)
  if (type === 'boolean') return typeof value === 'boolean'
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value)
  if (type === 'float') return typeof value === 'number'
  return typeof value === 'string'
}
