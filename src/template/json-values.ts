// Reading plain data whose member names are the author's: `__proto__` and `constructor` are names like any other, and
// names are found without regard to case, as ARM finds them.

import type { Json } from '../base/json.ts'

export interface JsonObject {
  readonly [key: string]: Json | undefined
}

export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value)
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The member as spelled, else the first that differs in case alone. */
export function memberOf(object: JsonObject, name: string): Json | undefined {
  if (Object.hasOwn(object, name)) return object[name]
  const key = keyLike(object, name)
  return key === undefined ? undefined : object[key]
}

export function keyLike(object: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name
  const wanted = name.toLowerCase()
  return Object.keys(object).find((key) => key.toLowerCase() === wanted)
}

/** For sentences: what kind of value this is. */
export function kindOf(value: Json | undefined): string {
  if (value === undefined || value === null) return 'null'
  if (isList(value)) return 'an array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a number'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
