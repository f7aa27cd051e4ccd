// Reading and writing inside a resource's document. Written copies share what did not change.

import type { Json } from '../base/json.ts'
import { isList, isObject, type JsonObject, keyLike, memberOf } from '../template/json-values.ts'
import { everyElement, type PathStep } from './aliases.ts'

/** Every value at the path; one for a path without `[*]` (null where nothing is there), else one per element. */
export function valuesAt(value: Json, path: readonly PathStep[]): Json[] {
  const [step, ...rest] = path
  if (step === undefined) return [isAbsent(value) ? null : value]
  if (step === everyElement) return isList(value) ? value.flatMap((each) => valuesAt(each, rest)) : []
  const next = isObject(value) ? (memberOf(value, step) ?? null) : null
  return next === null && !rest.includes(everyElement) ? [null] : valuesAt(next, rest)
}

/** Null, and what holds nothing but empty lists: `{ computeStartStop: [] }` says no more than no schedules at all. */
export function isAbsent(value: Json): boolean {
  if (value === null) return true
  if (!isObject(value)) return false
  const members = Object.values(value)
  return members.length > 0 && members.every((each) => isEmpty(each ?? null))
}

function isEmpty(value: Json): boolean {
  return isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0
}

/** With `[*]` in the path every element is changed. `change` answers undefined for what is to go. */
export function changedAt(
  document: JsonObject,
  path: readonly PathStep[],
  change: (value: Json) => Json | undefined,
): JsonObject {
  const changed = changedIn(document, path, change)
  return isObject(changed) ? changed : document
}

function changedIn(
  value: Json,
  path: readonly PathStep[],
  change: (value: Json) => Json | undefined,
): Json | undefined {
  const [step, ...rest] = path
  if (step === undefined) return change(value)
  if (step === everyElement) {
    if (!isList(value)) return value
    return value.map((each) => changedIn(each, rest, change)).filter((each) => each !== undefined)
  }
  const object = isObject(value) ? value : {}
  const key = keyLike(object, step) ?? step
  const before = object[key] ?? null
  const after = changedIn(before, rest, change)
  if (after === before) return value
  const { [key]: _, ...others } = object
  return after === undefined ? others : { ...others, [key]: after }
}
