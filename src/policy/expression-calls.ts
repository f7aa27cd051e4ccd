// The function calls that stand in any JSON, without evaluating anything.

import type { Json } from '../base/json.ts'
import { isList, isObject } from '../template/json-values.ts'
import { type Expression, isExpression, parseExpression } from '../template/parse-expression.ts'
import { TemplateFault } from '../template/template-fault.ts'

export interface FoundCall {
  readonly path: string
  readonly name: string
  /** If it is written out. */
  readonly firstArgument: string | undefined
  /** Set alone where an expression cannot be read. */
  readonly fault?: string
}

export function* callsIn(value: Json, path: string): Generator<FoundCall> {
  if (typeof value === 'string') yield* callsInText(value, path)
  else if (isList(value)) for (const [at, inner] of value.entries()) yield* callsIn(inner, `${path}[${at}]`)
  else if (isObject(value))
    for (const [key, inner] of Object.entries(value)) yield* callsIn(inner ?? null, `${path}.${key}`)
}

function* callsInText(text: string, path: string): Generator<FoundCall> {
  if (!isExpression(text)) return
  let expression: Expression
  try {
    expression = parseExpression(text)
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error
    yield { path, name: '', firstArgument: undefined, fault: error.message }
    return
  }
  yield* callsOf(expression, path)
}

function* callsOf(expression: Expression, path: string): Generator<FoundCall> {
  if (expression.kind === 'literal') return
  if (expression.kind === 'member') {
    yield* callsOf(expression.of, path)
    yield* callsOf(expression.member, path)
    return
  }
  const { name, namespace, args } = expression
  const [first] = args
  const isText = first?.kind === 'literal' && typeof first.value === 'string'
  yield {
    path,
    name: namespace === undefined ? name : `${namespace}.${name}`,
    firstArgument: isText ? String(first.value) : undefined,
  }
  for (const each of args) yield* callsOf(each, path)
}
