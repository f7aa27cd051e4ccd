// A parameter's declaration, and whether a value may be given for it.

import { canonicalJson, type Json } from '../base/json.ts'
import { isList, isObject, type JsonObject, kindOf, memberOf } from './json-values.ts'

/** As ARM spells them in what it shows. */
export const parameterTypes = ['String', 'SecureString', 'Int', 'Bool', 'Object', 'SecureObject', 'Array'] as const
export type ParameterType = (typeof parameterTypes)[number]

export interface ParameterDeclaration {
  readonly name: string
  readonly type: ParameterType
  /** Unevaluated; undefined: a value must be given. */
  readonly defaultValue: Json | undefined
  readonly isNullable: boolean
  readonly allowedValues: readonly Json[] | undefined
  readonly minLength: number | undefined
  readonly maxLength: number | undefined
  readonly minValue: number | undefined
  readonly maxValue: number | undefined
}

export function isSecure(type: ParameterType): boolean {
  return type.startsWith('Secure')
}

/** Without regard to case. */
export function parameterTypeOf(word: Json | undefined): ParameterType | undefined {
  return typeof word === 'string' ? parameterTypes.find((each) => each.toLowerCase() === word.toLowerCase()) : undefined
}

/** What is wrong with the declaration, as sentences, is added to `faults`. */
export function readParameter(name: string, declared: Json, faults: string[]): ParameterDeclaration | undefined {
  if (!isObject(declared)) {
    faults.push(`The parameter '${name}' is declared as ${kindOf(declared)}, not as an object.`)
    return undefined
  }
  const type = parameterTypeOf(memberOf(declared, 'type'))
  if (type === undefined) {
    faults.push(`The parameter '${name}' needs a type: ${parameterTypes.join(', ')}.`)
    return undefined
  }
  const allowedValues = memberOf(declared, 'allowedValues')
  if (allowedValues !== undefined && !(isList(allowedValues) && allowedValues.length > 0)) {
    faults.push(`The allowedValues of the parameter '${name}' are an array with at least one value.`)
  }
  const bound = (key: string) => boundOf(declared, key, { name, faults })
  return {
    name,
    type,
    defaultValue: memberOf(declared, 'defaultValue'),
    isNullable: memberOf(declared, 'nullable') === true,
    allowedValues: isList(allowedValues) ? allowedValues : undefined,
    minLength: bound('minLength'),
    maxLength: bound('maxLength'),
    minValue: bound('minValue'),
    maxValue: bound('maxValue'),
  }
}

/** Sentences; none: the value may be given. A secure value is never repeated in them. */
export function valueFaults(parameter: ParameterDeclaration, value: Json): string[] {
  const { name, type, allowedValues } = parameter
  if (value === null && parameter.isNullable) return []
  if (!isOfType(type, value)) return [`The parameter '${name}' takes ${article(type)}, not ${kindOf(value)}.`]
  if (allowedValues !== undefined && !isAllowed(allowedValues, type, value)) {
    const given = isSecure(type) ? '' : ` ${JSON.stringify(value).slice(0, 200)}`
    const known = allowedValues.map((each) => JSON.stringify(each)).join(', ')
    return [`The value${given} is not one of those allowed for the parameter '${name}': ${known}.`]
  }
  return [...lengthFaults(parameter, value), ...rangeFaults(parameter, value)]
}

export function isOfType(type: ParameterType, value: Json): boolean {
  if (type === 'Array') return isList(value)
  if (type === 'Object' || type === 'SecureObject') return isObject(value)
  if (type === 'Int') return Number.isSafeInteger(value)
  return type === 'Bool' ? typeof value === 'boolean' : typeof value === 'string'
}

/** Text without regard to case. An array is allowed when each of its elements is, or when it is itself listed. */
function isAllowed(allowed: readonly Json[], type: ParameterType, value: Json): boolean {
  const known = new Set(allowed.map((each) => canonicalJson(lowered(each))))
  const isListed = (each: Json) => known.has(canonicalJson(lowered(each)))
  return isListed(value) || (type === 'Array' && isList(value) && value.every(isListed))
}

function lowered(value: Json): Json {
  return typeof value === 'string' ? value.toLowerCase() : value
}

function lengthFaults({ name, minLength, maxLength }: ParameterDeclaration, value: Json): string[] {
  if (typeof value !== 'string' && !isList(value)) return []
  const { length } = value
  const unit = typeof value === 'string' ? 'characters' : 'elements'
  return [
    ...(length < (minLength ?? 0)
      ? [`The parameter '${name}' has ${length} ${unit}; it needs at least ${minLength}.`]
      : []),
    ...(length > (maxLength ?? length)
      ? [`The parameter '${name}' has ${length} ${unit}; at most ${maxLength} fit.`]
      : []),
  ]
}

function rangeFaults({ name, minValue, maxValue }: ParameterDeclaration, value: Json): string[] {
  if (typeof value !== 'number') return []
  return [
    ...(value < (minValue ?? value) ? [`The parameter '${name}' is ${value}; the least is ${minValue}.`] : []),
    ...(value > (maxValue ?? value) ? [`The parameter '${name}' is ${value}; the most is ${maxValue}.`] : []),
  ]
}

function boundOf(
  declared: JsonObject,
  key: string,
  { name, faults }: { name: string; faults: string[] },
): number | undefined {
  const value = memberOf(declared, key)
  if (value === undefined || Number.isSafeInteger(value)) return value as number | undefined
  faults.push(`The ${key} of the parameter '${name}' is an integer.`)
  return undefined
}

function article(type: ParameterType): string {
  const word = type.toLowerCase().replace('secure', '')
  const spelled = { int: 'integer', bool: 'boolean' }[word] ?? word
  return `${/^[aio]/.test(spelled) ? 'an' : 'a'} ${spelled}`
}
