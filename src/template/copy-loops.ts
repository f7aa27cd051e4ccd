// Loops: a `copy` with a count runs what it stands beside that many times, and `copyIndex()` tells the round.

import type { Json } from '../base/json.ts'
import { evaluate } from './evaluate.ts'
import { isObject, type JsonObject, kindOf, memberOf } from './json-values.ts'
import { define, type NamedFunction, type Scope, withLocals } from './scope.ts'
import { TemplateFault } from './template-fault.ts'

export const maxCopies = 800

export interface CopyLoop {
  readonly name: string
  readonly count: number
  /** How many run side by side; undefined: all. */
  readonly batchSize: number | undefined
}

/** `copyIndex()`, `copyIndex(offset)`, `copyIndex('loop')`, `copyIndex('loop', offset)`. */
export const copyIndexFunction: NamedFunction = define('copyIndex', [0, 2], (args, { locals }) => {
  const isNamed = args.count > 0 && typeof args.value(0) === 'string'
  const name = isNamed ? args.text(0).toLowerCase() : ''
  const round = locals.get(`copy:${name}`)
  if (typeof round !== 'number') {
    throw args.fault(name === '' ? 'stands outside of any loop of copies' : `finds no loop '${name}' around it`)
  }
  const at = isNamed ? 1 : 0
  return round + (args.count > at ? args.integer(at) : 0)
})

/** Inside round `index`. Loops of resources and outputs are also found without their name. */
export function inRound(
  scope: Scope,
  loop: { readonly name: string; readonly isOuter: boolean },
  index: number,
): Scope {
  const named: [string, Json] = [`copy:${loop.name.toLowerCase()}`, index]
  return withLocals(scope, loop.isOuter ? [named, ['copy:', index]] : [named])
}

/** @throws TemplateFault when the name is missing or the count is none. */
export function readCopyLoop(copy: Json, scope: Scope, path: string): CopyLoop {
  if (!isObject(copy))
    throw new TemplateFault(`A copy is an object with a name and a count, not ${kindOf(copy)}.`, { path })
  const name = evaluate(memberOf(copy, 'name') ?? null, scope, `${path}.name`)
  if (typeof name !== 'string' || name === '') throw new TemplateFault('A copy needs a name.', { path })
  const mode = memberOf(copy, 'mode')
  const isSerial = typeof mode === 'string' && mode.toLowerCase() === 'serial'
  const batchSize = evaluate(memberOf(copy, 'batchSize') ?? 1, scope, `${path}.batchSize`)
  if (typeof batchSize !== 'number' || !Number.isInteger(batchSize) || batchSize < 1) {
    throw new TemplateFault('The batchSize of a copy is an integer from 1 on.', { path })
  }
  return { name, count: readCount(copy, scope, path), batchSize: isSerial ? batchSize : undefined }
}

export function readCount(copy: JsonObject, scope: Scope, path: string): number {
  const count = evaluate(memberOf(copy, 'count') ?? null, scope, `${path}.count`)
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || count > maxCopies) {
    const given = typeof count === 'number' ? String(count) : kindOf(count)
    throw new TemplateFault(`The count of a copy is an integer from 0 to ${maxCopies}, not ${given}.`, { path })
  }
  return count
}
