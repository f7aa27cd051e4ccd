// Integers as ARM calculates them: division drops the remainder, and nothing becomes infinite.

import type { Json } from '../../base/json.ts'
import type { Arguments } from '../arguments.ts'
import { isList, kindOf } from '../json-values.ts'
import { any, define, type NamedFunction } from '../scope.ts'

export const numberFunctions: readonly NamedFunction[] = [
  define('add', [2, 2], (args) => exact(args, args.integer(0) + args.integer(1))),
  define('sub', [2, 2], (args) => exact(args, args.integer(0) - args.integer(1))),
  define('mul', [2, 2], (args) => exact(args, args.integer(0) * args.integer(1))),
  define('div', [2, 2], (args) => exact(args, Math.trunc(args.integer(0) / divisor(args)))),
  define('mod', [2, 2], (args) => exact(args, args.integer(0) % divisor(args))),
  define('int', [1, 1], toInteger),
  define('float', [1, 1], toFloat),
  define('min', [1, any], (args) => numbers(args).reduce((least, each) => Math.min(least, each))),
  define('max', [1, any], (args) => numbers(args).reduce((most, each) => Math.max(most, each))),
]

function exact(args: Arguments, result: number): number {
  if (!Number.isSafeInteger(result)) throw args.fault('has a result beyond 9007199254740991')
  // Never the negative zero, which is written with its sign.
  return result + 0
}

function divisor(args: Arguments): number {
  const by = args.integer(1)
  if (by === 0) throw args.fault('cannot divide by 0')
  return by
}

function toInteger(args: Arguments): number {
  const value = args.value(0)
  if (typeof value === 'number') return exact(args, Math.trunc(value))
  if (typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value)) return exact(args, Number(value))
  const given = typeof value === 'string' ? 'other text' : kindOf(value)
  throw args.fault(`makes an integer of a number or of digits, not of ${given}`)
}

function toFloat(args: Arguments): number {
  const value = args.value(0)
  if (typeof value === 'number') return value
  const number =
    typeof value === 'string' && /^\s*[+-]?[\d.]/.test(value) && !/[xob]/i.test(value) ? Number(value) : Number.NaN
  if (!Number.isFinite(number)) throw args.fault('makes a number of a number or of digits')
  return number
}

/** Given one by one or as one array. */
function numbers(args: Arguments): readonly number[] {
  const first = args.value(0)
  const given: readonly Json[] = args.count === 1 && isList(first) ? first : args.all()
  const found = given.filter((each) => typeof each === 'number')
  if (found.length < given.length || found.length === 0) throw args.fault('takes integers or one array of integers')
  return found
}
