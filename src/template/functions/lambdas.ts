// Functions that run an expression for each element: `lambda('x', …)` names the element, `lambdaVariables('x')` is it.

import type { Json } from '../../base/json.ts'
import type { Arguments } from '../arguments.ts'
import { kindOf } from '../json-values.ts'
import { define, type NamedFunction } from '../scope.ts'

export const lambdaFunctions: readonly NamedFunction[] = [
  define('lambdaVariables', [1, 1], (args, { locals }) => {
    const found = locals.get(`lambda:${args.text(0).toLowerCase()}`)
    if (found === undefined) throw args.fault(`finds no lambda around it that names '${args.text(0)}'`)
    return found
  }),
  define('lambda', [1, Number.POSITIVE_INFINITY], (args) => {
    throw args.fault('stands only in filter, map, mapValues, groupBy, reduce, sort and toObject')
  }),
  define('map', [2, 2], (args) => {
    const run = args.lambda(1)
    return args.list(0).map((each, index) => run(each, index))
  }),
  define('filter', [2, 2], (args) => {
    const run = args.lambda(1)
    return args.list(0).filter((each, index) => truth(args, run(each, index)))
  }),
  define('reduce', [3, 3], (args) => {
    const run = args.lambda(2)
    return args.list(0).reduce<Json>((sum, each, index) => run(sum, each, index), args.value(1))
  }),
  define('sort', [2, 2], (args) => {
    const comesFirst = args.lambda(1)
    return args.list(0).toSorted((a, b) => (truth(args, comesFirst(a, b)) ? -1 : Number(truth(args, comesFirst(b, a)))))
  }),
  define('toObject', [2, 3], (args) => {
    const key = args.lambda(1)
    const value = args.count === 3 ? args.lambda(2) : (each: Json) => each
    return Object.fromEntries(args.list(0).map((each) => [name(args, key(each)), value(each)]))
  }),
  define('mapValues', [2, 2], (args) => {
    const run = args.lambda(1)
    return Object.fromEntries(Object.entries(args.object(0)).map(([key, value]) => [key, run(value ?? null)]))
  }),
  define('groupBy', [2, 2], (args) => {
    const key = args.lambda(1)
    const groups = new Map<string, Json[]>()
    for (const each of args.list(0)) {
      const group = name(args, key(each))
      const known = groups.get(group)
      if (known === undefined) groups.set(group, [each])
      else known.push(each)
    }
    return Object.fromEntries(groups)
  }),
]

function truth(args: Arguments, value: Json): boolean {
  if (typeof value !== 'boolean') throw args.fault('expects its lambda to give a boolean')
  return value
}

function name(args: Arguments, value: Json): string {
  if (typeof value === 'string') return value
  throw args.fault(`expects its lambda to give names as strings, not ${kindOf(value)}`)
}
