// Truth, comparison and choice. What decides nothing more is not evaluated: the branch not taken, what follows a false
// in `and`, a true in `or`, a value in `coalesce`.

import { canonicalJson, type Json } from '../../base/json.ts'
import type { Arguments } from '../arguments.ts'
import { any, define, type NamedFunction } from '../scope.ts'
import { TemplateFault } from '../template-fault.ts'

export const logicFunctions: readonly NamedFunction[] = [
  define('true', [0, 0], () => true),
  define('false', [0, 0], () => false),
  define('null', [0, 0], () => null),
  define('not', [1, 1], (args) => !args.boolean(0)),
  define('and', [1, any], (args) => indices(args).every((index) => args.boolean(index))),
  define('or', [1, any], (args) => indices(args).some((index) => args.boolean(index))),
  define('if', [3, 3], (args) => args.value(args.boolean(0) ? 1 : 2)),
  define('coalesce', [1, any], (args) => {
    const found = indices(args).find((index) => args.value(index) !== null)
    return found === undefined ? null : args.value(found)
  }),
  define('fail', [1, 1], (args) => {
    throw new TemplateFault(args.text(0))
  }),
  define('equals', [2, 2], (args) => {
    const [left = null, right = null] = args.allThrough()
    return isEqual(left, right)
  }),
  define('less', [2, 2], (args) => compare(args) < 0),
  define('lessOrEquals', [2, 2], (args) => compare(args) <= 0),
  define('greater', [2, 2], (args) => compare(args) > 0),
  define('greaterOrEquals', [2, 2], (args) => compare(args) >= 0),
  define('bool', [1, 1], toBoolean),
]

/** Strings with regard to case, objects without regard to the order of their members. */
export function isEqual(left: Json, right: Json): boolean {
  if (typeof left !== 'object' || typeof right !== 'object') return left === right
  return left === right || canonicalJson(left) === canonicalJson(right)
}

function indices(args: Arguments): number[] {
  return Array.from({ length: args.count }, (_, index) => index)
}

function compare(args: Arguments): number {
  const [left, right] = [args.value(0), args.value(1)]
  if (typeof left === 'number' && typeof right === 'number') return left - right
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : Number(left > right)
  throw args.fault('compares two numbers or two strings')
}

function toBoolean(args: Arguments): boolean {
  const value = args.value(0)
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return value !== 0
  const word = typeof value === 'string' ? value.trim().toLowerCase() : ''
  if (word === 'true' || word === '1') return true
  if (word === 'false' || word === '0') return false
  throw args.fault("makes a boolean of 'true', 'false' or an integer alone")
}
