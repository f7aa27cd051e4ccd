// What arrays, and strings read as rows of characters, have in common.

import { canonicalJson, type Json } from '../../base/json.ts'
import type { Arguments } from '../arguments.ts'
import { isList, isObject, keyLike } from '../json-values.ts'
import { any, define, type NamedFunction } from '../scope.ts'
import { TemplateFault } from '../template-fault.ts'
import { lowered } from './letter-case.ts'

const maxRange = 10_000

export const arrayFunctions: readonly NamedFunction[] = [
  define('array', [1, 1], (args) => {
    const value = args.value(0)
    return isList(value) ? value : [value]
  }),
  define('createArray', [0, any], (args) => args.all()),
  define('range', [2, 2], range),
  define('first', [1, 1], (args) => at(args, 0)),
  define('last', [1, 1], (args) => at(args, -1)),
  define('take', [2, 2], (args) => slice(args, 0, Math.max(0, args.integer(1)))),
  define('skip', [2, 2], (args) => slice(args, Math.max(0, args.integer(1)))),
  define('length', [1, 1], length),
  define('empty', [1, 1], (args) => args.value(0) === null || length(args) === 0),
  define('contains', [2, 2], contains),
  define('indexOf', [2, 2], (args) => indexOf(args)),
  define('lastIndexOf', [2, 2], (args) => lastIndexOf(args)),
  define('indexFromEnd', [2, 2], (args) => {
    const [list, index] = [args.list(0), args.integer(1)]
    const found = index > 0 ? list.at(-index) : undefined
    if (found === undefined)
      throw args.fault(`finds no element ${index} from the end of ${list.length}, counted from 1`)
    return found
  }),
  define('tryIndexFromEnd', [2, 2], (args) => {
    const [list, index] = [args.list(0), args.integer(1)]
    return (index > 0 ? list.at(-index) : undefined) ?? null
  }),
  define('flatten', [1, 1], (args) => args.list(0).flatMap((each) => (isList(each) ? each : [each]))),
]

function range(args: Arguments): Json {
  const [start, count] = [args.integer(0), args.integer(1)]
  if (count < 0 || count > maxRange) throw args.fault(`makes 0 to ${maxRange} integers, not ${count}`)
  return Array.from({ length: count }, (_, index) => start + index)
}

function row(args: Arguments): string | readonly Json[] {
  const value = args.value(0)
  if (typeof value === 'string' || isList(value)) return value
  throw args.wrongKind(0, 'a string or an array')
}

function at(args: Arguments, index: number): Json {
  const value = row(args)
  return typeof value === 'string' ? (value.at(index) ?? '') : (value.at(index) ?? null)
}

function slice(args: Arguments, from: number, to?: number): Json {
  return row(args).slice(from, to)
}

function length(args: Arguments): number {
  const value = args.value(0)
  if (isObject(value)) return Object.keys(value).length
  if (typeof value === 'string' || isList(value)) return value.length
  throw args.wrongKind(0, 'a string, an array or an object')
}

function contains(args: Arguments): boolean {
  const [container, item] = [args.value(0), args.value(1)]
  if (isList(container)) return container.some(equalTo(args, item))
  if (typeof item !== 'string' && typeof item !== 'number') {
    throw args.wrongKind(1, 'a string or an integer, unless it looks in an array')
  }
  if (typeof container === 'string') {
    args.paySearch(container, String(item).length)
    return container.includes(String(item))
  }
  if (isObject(container)) return keyLike(container, String(item)) !== undefined
  throw new TemplateFault("The function 'contains' looks in a string, an array or an object.")
}

/** In strings without regard to case. */
function indexOf(args: Arguments): number {
  const value = row(args)
  if (typeof value !== 'string') return value.findIndex(equalTo(args, args.value(1)))
  args.paySearch(value, args.text(1).length)
  return lowered(value).indexOf(lowered(args.text(1)))
}

function lastIndexOf(args: Arguments): number {
  const value = row(args)
  if (typeof value !== 'string') return value.findLastIndex(equalTo(args, args.value(1)))
  args.paySearch(value, args.text(1).length)
  return lowered(value).lastIndexOf(lowered(args.text(1)))
}

/** Each side is written out once. */
function equalTo(args: Arguments, item: Json): (each: Json) => boolean {
  args.allThrough()
  const wanted = canonicalJson(item)
  return (each) => canonicalJson(each) === wanted
}
