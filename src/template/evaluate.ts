// Evaluates the expressions in any JSON. Values stay as they are but for strings: an expression is replaced by its value,
// `[[…]` by `[…]`. Nothing here looks at the world: all comes from the scope, so the same input gives the same output.

import type { Json } from '../base/json.ts'
import { Arguments } from './arguments.ts'
import { isList, isObject, kindOf, memberOf } from './json-values.ts'
import { type Expression, isExpression, unescapeText } from './parse-expression.ts'
import type { Scope } from './scope.ts'
import { TemplateFault } from './template-fault.ts'
import { maxValueDepth } from './work.ts'

/**
 * `path` is where the value stands, for messages: `resources[0].name`.
 * @throws TemplateFault that names the expression and its place.
 */
export function evaluate(value: Json, scope: Scope, path = ''): Json {
  const evaluated = evaluateMembers(value, scope, { path, depth: 0 })
  scope.work.weigh(evaluated)
  return evaluated
}

/** An expression by itself. Faults know the column and not yet the rest. */
export function evaluateExpression(expression: Expression, scope: Scope): Json {
  scope.work.spend(1)
  if (expression.kind === 'literal') return expression.value
  return atColumn(expression.column, () =>
    scope.work.deeper(() =>
      expression.kind === 'call' ? evaluateCall(expression, scope) : evaluateMember(expression, scope),
    ),
  )
}

interface Standing {
  readonly path: string
  readonly depth: number
}

function evaluateMembers(value: Json, scope: Scope, { path, depth }: Standing): Json {
  scope.work.spend(1)
  if (typeof value === 'string') return evaluateText(value, scope, path)
  if (depth > maxValueDepth) throw new TemplateFault(`It is more than ${maxValueDepth} levels deep.`, { path })
  if (isList(value)) {
    return value.map((inner, index) => evaluateMembers(inner, scope, { path: `${path}[${index}]`, depth: depth + 1 }))
  }
  if (!isObject(value)) return value
  const members = Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined)
  return Object.fromEntries(
    members.map(([key, inner]) => [
      key,
      evaluateMembers(inner, scope, { path: path === '' ? key : `${path}.${key}`, depth: depth + 1 }),
    ]),
  )
}

function evaluateText(text: string, scope: Scope, path: string): Json {
  if (!isExpression(text)) return unescapeText(text)
  try {
    return evaluateExpression(scope.work.parse(text), scope)
  } catch (error) {
    throw error instanceof TemplateFault ? error.at({ expression: text, ...(path === '' ? {} : { path }) }) : error
  }
}

function evaluateCall(call: Expression & { kind: 'call' }, scope: Scope): Json {
  const name = call.namespace === undefined ? call.name : `${call.namespace}.${call.name}`
  const found = scope.functions.get(name.toLowerCase()) ?? scope.others?.(name.toLowerCase())
  if (found === undefined) {
    const why = scope.refusals?.get(name.toLowerCase()) ?? 'is not one of those offered'
    throw new TemplateFault(`The function '${name}' ${why}.`)
  }
  const args = new Arguments({ name, expressions: call.args, scope, evaluate: evaluateExpression })
  const [fewest, most] = found.takes
  if (args.count < fewest || args.count > most) {
    throw args.fault(`takes ${counted(fewest, most)}, not ${args.count}`)
  }
  const result = found.call(args, scope)
  scope.work.spend(typeof result === 'string' || isList(result) ? result.length : 1)
  scope.work.weigh(result)
  return result
}

function counted(fewest: number, most: number): string {
  if (fewest === most) return `${fewest} argument${fewest === 1 ? '' : 's'}`
  return Number.isFinite(most)
    ? `${fewest} to ${most} arguments`
    : `at least ${fewest} argument${fewest === 1 ? '' : 's'}`
}

function evaluateMember({ of, member, isOptional }: Expression & { kind: 'member' }, scope: Scope): Json {
  const value = evaluateExpression(of, scope)
  const key = evaluateExpression(member, scope)
  if (isOptional && value === null) return null
  if (typeof key === 'number') return elementOf(value, key)
  if (typeof key !== 'string') throw new TemplateFault(`An index is a string or an integer, not ${kindOf(key)}.`)
  if (!isObject(value)) {
    throw new TemplateFault(`The property '${key}' is asked of ${kindOf(value)}, and only objects have properties.`)
  }
  if (!Object.hasOwn(value, key)) scope.work.spend(scope.work.weigh(value) >> 5)
  const found = memberOf(value, key)
  if (found !== undefined) return found
  if (isOptional) return null
  const known = Object.keys(value).slice(0, 20)
  const there = known.length === 0 ? 'It has none.' : `It has ${known.map((each) => `'${each}'`).join(', ')}.`
  throw new TemplateFault(`The object has no property '${key}'. ${there}`)
}

function elementOf(value: Json, index: number): Json {
  if (!isList(value)) throw new TemplateFault(`The index ${index} is asked of ${kindOf(value)}, not of an array.`)
  const element = value[index]
  if (element !== undefined) return element
  throw new TemplateFault(`The array has no element ${index}: it has ${value.length}, counted from 0.`)
}

function atColumn<T>(column: number, inner: () => T): T {
  try {
    return inner()
  } catch (error) {
    throw error instanceof TemplateFault ? error.at({ column }) : error
  }
}
