// Objects, and what joins or compares objects and arrays alike. Members are the author's names, `__proto__` among them:
// objects are made of entries, never by assignment.

import { canonicalJson, type Json } from '../../base/json.ts'
import type { Arguments } from '../arguments.ts'
import { isList, isObject, type JsonObject, kindOf, memberOf } from '../json-values.ts'
import { any, define, type NamedFunction } from '../scope.ts'
import { isEqual } from './logic.ts'

export const objectFunctions: readonly NamedFunction[] = [
  define('createObject', [0, any], createObject),
  define('items', [1, 1], (args) => sortedEntries(args.object(0)).map(([key, value]) => ({ key, value }))),
  define('objectKeys', [1, 1], (args) => sortedEntries(args.object(0)).map(([key]) => key)),
  define('shallowMerge', [1, 1], (args) => {
    const objects = args.list(0).map((each) => {
      if (!isObject(each)) throw args.fault(`merges objects, not ${kindOf(each)}`)
      return each
    })
    return Object.fromEntries(objects.flatMap((each) => Object.entries(each)))
  }),
  define('tryGet', [2, any], tryGet),
  define('union', [1, any], (args) => joined(args, { lists: unionOfLists, objects: mergedDeep })),
  define('intersection', [1, any], (args) => joined(args, { lists: commonElements, objects: commonMembers })),
]

function createObject(args: Arguments): Json {
  if (args.count % 2 !== 0) throw args.fault('takes names and values in turn, and the last name has no value')
  return Object.fromEntries(
    Array.from({ length: args.count / 2 }, (_, pair) => [args.text(pair * 2), args.value(pair * 2 + 1)]),
  )
}

function sortedEntries(object: JsonObject): [string, Json][] {
  return Object.entries(object)
    .map(([key, value]): [string, Json] => [key, value ?? null])
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

function tryGet(args: Arguments): Json {
  let value = args.value(0)
  for (let index = 1; index < args.count; index++) {
    const key = args.value(index)
    if (typeof key === 'number' && isList(value)) value = value[key] ?? null
    else if (typeof key === 'string' && isObject(value)) value = memberOf(value, key) ?? null
    else return null
  }
  return value
}

interface Joining {
  readonly lists: (left: readonly Json[], right: readonly Json[]) => readonly Json[]
  readonly objects: (left: JsonObject, right: JsonObject) => JsonObject
}

/** Left to right over arguments that are all arrays or all objects. */
function joined(args: Arguments, { lists, objects }: Joining): Json {
  const values = args.allThrough()
  if (values.every(isList)) return values.reduce(lists)
  if (values.every(isObject)) return values.reduce(objects)
  throw args.fault('takes arrays alone or objects alone')
}

function unionOfLists(left: readonly Json[], right: readonly Json[]): readonly Json[] {
  return distinct([...left, ...right])
}

/** Hashed by what the value is, so that a long array is not compared with itself pair by pair. */
function distinct(list: readonly Json[]): readonly Json[] {
  const seen = new Set<string>()
  return list.filter((each) => {
    const key = canonicalJson(each)
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}

function commonElements(left: readonly Json[], right: readonly Json[]): readonly Json[] {
  const there = new Set(right.map((each) => canonicalJson(each)))
  return distinct(left).filter((each) => there.has(canonicalJson(each)))
}

/** Objects in both are joined in turn; anything else of the right replaces the left. */
function mergedDeep(left: JsonObject, right: JsonObject): JsonObject {
  const merged = new Map(Object.entries(left))
  for (const [key, value] of Object.entries(right)) {
    const known = merged.get(key)
    merged.set(key, isObject(known) && isObject(value) ? mergedDeep(known, value) : value)
  }
  return Object.fromEntries(merged)
}

function commonMembers(left: JsonObject, right: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(left).filter(
      ([key, value]) => Object.hasOwn(right, key) && isEqual(value ?? null, right[key] ?? null),
    ),
  )
}
