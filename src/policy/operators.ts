// The condition operators. Text is compared without regard to case but by `match` and `notMatch`; null counts as absent;
// a scalar equals its spelling, because rules write 'false' for false.

import { canonicalJson, type Json } from '../base/json.ts'
import { instantIn } from '../template/functions/instant.ts'
import { isList, isObject, keyLike } from '../template/json-values.ts'
import { isLike, isMatch } from './wildcards.ts'

type Test = (value: Json, target: Json) => boolean

const tests = {
  equals: isEqual,
  notEquals: (value, target) => !isEqual(value, target),
  like,
  notLike: (value, target) => !like(value, target),
  match,
  notMatch: (value, target) => !match(value, target),
  matchInsensitively: matchAnyCase,
  notMatchInsensitively: (value, target) => !matchAnyCase(value, target),
  contains,
  notContains: (value, target) => !contains(value, target),
  in: (value, target) => isAmong(value, target),
  notIn: (value, target) => !isAmong(value, target),
  containsKey: hasKey,
  notContainsKey: (value, target) => !hasKey(value, target),
  less: (value, target) => compare(value, target, (order) => order < 0),
  lessOrEquals: (value, target) => compare(value, target, (order) => order <= 0),
  greater: (value, target) => compare(value, target, (order) => order > 0),
  greaterOrEquals: (value, target) => compare(value, target, (order) => order >= 0),
  exists: (value, target) => (value !== null) === isTrue(target),
} satisfies Record<string, Test>

export type OperatorName = keyof typeof tests

export const operatorNames = Object.keys(tests) as readonly OperatorName[]

export function holds(operator: OperatorName, value: Json, target: Json): boolean {
  return tests[operator](value, target)
}

export function isEqual(value: Json, target: Json): boolean {
  if (isList(value) || isObject(value) || isList(target) || isObject(target)) {
    return canonicalJson(inLowerCase(value)) === canonicalJson(inLowerCase(target))
  }
  if (value === null || target === null) return value === target
  return lower(value) === lower(target)
}

/** Names too, before they are sorted. */
function inLowerCase(value: Json): Json {
  if (typeof value === 'string') return value.toLowerCase()
  if (isList(value)) return value.map(inLowerCase)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner = null]) => [name.toLowerCase(), inLowerCase(inner)]),
  )
}

function like(value: Json, target: Json): boolean {
  return value !== null && isLike(textOf(value), textOf(target))
}

function match(value: Json, target: Json): boolean {
  return value !== null && isMatch(textOf(value), textOf(target))
}

function matchAnyCase(value: Json, target: Json): boolean {
  return value !== null && isMatch(lower(value), lower(target))
}

function contains(value: Json, target: Json): boolean {
  if (isList(value)) return value.some((each) => isEqual(each, target))
  return value !== null && !isObject(value) && lower(value).includes(lower(target))
}

function isAmong(value: Json, target: Json): boolean {
  return isList(target) && target.some((each) => isEqual(value, each))
}

function hasKey(value: Json, target: Json): boolean {
  return isObject(value) && keyLike(value, textOf(target)) !== undefined
}

/** Numbers with numbers, times with times, text with text; nothing else has an order. */
function compare(value: Json, target: Json, isMeant: (order: number) => boolean): boolean {
  if (value === null || target === null) return false
  const numbers = [numberOf(value), numberOf(target)]
  if (numbers[0] !== undefined && numbers[1] !== undefined) return isMeant(numbers[0] - numbers[1])
  if (typeof value !== 'string' || typeof target !== 'string') return false
  const times = [timeOf(value), timeOf(target)]
  if (times[0] !== undefined && times[1] !== undefined) return isMeant(times[0] - times[1])
  const [a, b] = [value.toLowerCase(), target.toLowerCase()]
  return isMeant(a < b ? -1 : a > b ? 1 : 0)
}

function numberOf(value: Json): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(value) ? Number(value) : undefined
}

function timeOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}([T ]|$)/.test(text)) return undefined
  return instantIn(text)?.epochMilliseconds
}

function isTrue(target: Json): boolean {
  return target === true || (typeof target === 'string' && target.toLowerCase() === 'true')
}

function textOf(value: Json): string {
  if (value === null) return ''
  return typeof value === 'object' ? canonicalJson(value) : String(value)
}

function lower(value: Json): string {
  return textOf(value).toLowerCase()
}
