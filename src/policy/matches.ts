// Does a rule's condition hold for a resource? Pure; its cost is bounded by the scope's work. What was looked at is told to
// `seen`, for whoever has to explain a refusal.

import type { Json } from '../base/json.ts'
import { evaluate } from '../template/evaluate.ts'
import { isList, type JsonObject } from '../template/json-values.ts'
import type { Scope } from '../template/scope.ts'
import { TemplateFault } from '../template/template-fault.ts'
import { fieldNamed, normalLocation, unknownField } from './field-name.ts'
import { atCurrent, atElement, innerFieldValue } from './inner-field.ts'
import { holds } from './operators.ts'
import type { Condition, CountedOver, Operand } from './rule.ts'

/** As Azure tells it in a refusal. */
export interface EvaluatedExpression {
  readonly result: 'True' | 'False'
  readonly expressionKind: 'Field' | 'Value' | 'Count'
  readonly expression: string
  readonly path?: string
  readonly expressionValue?: Json
  readonly targetValue: Json
  readonly operator: string
}

export interface Evaluation {
  readonly document: JsonObject
  /** Undefined: nobody wants to be told. */
  readonly seen?: EvaluatedExpression[] | undefined
}

const mostSeen = 50
const longestShown = 300

/** @throws TemplateFault for an expression that has no value. */
export function matches(condition: Condition, scope: Scope, evaluation: Evaluation): boolean {
  scope.work.spend(10)
  switch (condition.kind) {
    case 'allOf':
      return condition.of.every((each) => matches(each, scope, evaluation))
    case 'anyOf':
      return condition.of.some((each) => matches(each, scope, evaluation))
    case 'not':
      return !matches(condition.of, scope, evaluation)
    case 'test':
      return tests(condition, scope, evaluation)
  }
}

function tests(
  { operand, operator, target: written }: Condition & { kind: 'test' },
  scope: Scope,
  evaluation: Evaluation,
): boolean {
  const target = evaluate(written, scope)
  const { values, isEach } = valuesOf(operand, scope, evaluation)
  scope.work.spend(values.length + sizeOf(target) + values.reduce<number>((sum, each) => sum + sizeOf(each), 0))
  // Of a list every element must be so: what there is none of is.
  const wanted = isLocation(operand, scope) ? normalLocation(target) : target
  const result = values.every((value) => holds(operator, value, wanted))
  if (evaluation.seen && evaluation.seen.length < mostSeen) {
    evaluation.seen.push({
      result: result ? 'True' : 'False',
      ...nameOf(operand),
      expressionValue: shortened(isEach ? values : (values[0] ?? null)),
      targetValue: shortened(target),
      operator: operator.charAt(0).toUpperCase() + operator.slice(1),
    })
  }
  return result
}

function isLocation(operand: Operand, scope: Scope): boolean {
  if (operand.kind !== 'field') return false
  const field = fieldOrFault(operand.field, scope)
  return field.kind === 'member' && field.name === 'location'
}

interface Found {
  readonly values: readonly Json[]
  readonly isEach: boolean
}

function valuesOf(operand: Operand, scope: Scope, evaluation: Evaluation): Found {
  if (operand.kind === 'value') return { values: [evaluate(operand.value, scope)], isEach: false }
  if (operand.kind === 'field') return fieldOf(operand.field, scope, evaluation)
  return { values: [count(operand, scope, evaluation)], isEach: false }
}

function fieldOf(written: string, scope: Scope, { document }: Evaluation): Found {
  return innerFieldValue(document, fieldOrFault(written, scope), scope)
}

function fieldOrFault(written: string, scope: Scope) {
  const name = evaluate(written, scope)
  const field = typeof name === 'string' ? fieldNamed(name) : undefined
  if (field === undefined) throw new TemplateFault(unknownField(String(name)))
  return field
}

function count({ over, where }: Operand & { kind: 'count' }, scope: Scope, evaluation: Evaluation): number {
  const inner = elementScopes(over, scope, evaluation)
  if (where === undefined) return inner.length
  // What a count looks at is not told: it may be thousands.
  const quiet = { document: evaluation.document }
  return inner.filter((each) => matches(where, each, quiet)).length
}

/** One scope for each element. */
function elementScopes(over: CountedOver, scope: Scope, evaluation: Evaluation): Scope[] {
  if (over.kind === 'value') {
    const value = evaluate(over.value, scope)
    const elements = isList(value) ? value : value === null ? [] : [value]
    scope.work.spend(elements.length)
    return elements.map((element) => atCurrent(scope, over.name, element))
  }
  const field = fieldOrFault(over.field, scope)
  const { values } = innerFieldValue(evaluation.document, field, scope)
  scope.work.spend(values.length * (1 + scope.locals.size))
  if (field.kind !== 'alias') throw new TemplateFault(`'${over.field}' is no list that could be counted.`)
  return values.map((element) => atElement(scope, field.alias, element))
}

function nameOf(operand: Operand): Pick<EvaluatedExpression, 'expressionKind' | 'expression' | 'path'> {
  if (operand.kind === 'field') return { expressionKind: 'Field', expression: operand.field, path: operand.field }
  if (operand.kind === 'value') return { expressionKind: 'Value', expression: JSON.stringify(operand.value) ?? '' }
  const { over } = operand
  return { expressionKind: 'Count', expression: over.kind === 'field' ? over.field : JSON.stringify(over.value) }
}

/** What is told stays readable: a whole script is not shown. */
function shortened(value: Json): Json {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : value
}

function sizeOf(value: Json): number {
  if (typeof value === 'string') return Math.ceil(value.length / 100)
  return isList(value) ? value.length : 1
}
