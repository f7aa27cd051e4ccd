// From a written rule to what is evaluated. Every fault is found and said with its place; what is bounded here is how
// much one rule can be, so that evaluating it is bounded too.

import type { Json } from '../base/json.ts'
import { isList, isObject, type JsonObject, keyLike, memberOf } from '../template/json-values.ts'
import { isExpression } from '../template/parse-expression.ts'
import { everyElement } from './aliases.ts'
import { fieldNamed, unknownField } from './field-name.ts'
import { type OperatorName, operatorNames } from './operators.ts'
import type { Condition, CountedOver, Operand, PolicyRule } from './rule.ts'
import { RuleFaults } from './rule-faults.ts'

const maxDepth = 20
const maxConditions = 500

/** @throws ArmError 400 with every fault. */
export function parseRule(policyRule: JsonObject): PolicyRule {
  const faults = new RuleFaults()
  const reader: Reader = { faults, count: 0 }
  const then = policyRule['then'] ?? null
  const rule = {
    condition: readCondition(policyRule['if'] ?? null, reader, { path: 'policyRule.if', depth: 0 }),
    effect: readEffect(then, faults),
    details: isObject(then) ? (then['details'] ?? null) : null,
  }
  for (const name of Object.keys(policyRule)) {
    if (name !== 'if' && name !== 'then')
      faults.add(`policyRule.${name}`, "A rule has 'if' and 'then' and nothing else.")
  }
  faults.throwIfAny()
  return rule
}

/** For conditions that stand by themselves: `existenceCondition`. */
export function parseCondition(written: Json, path: string): Condition {
  const faults = new RuleFaults()
  const condition = readCondition(written, { faults, count: 0 }, { path, depth: 0 })
  faults.throwIfAny()
  return condition
}

interface Reader {
  readonly faults: RuleFaults
  count: number
}

interface Place {
  readonly path: string
  readonly depth: number
}

const never: Condition = { kind: 'anyOf', of: [] }

function readCondition(written: Json, reader: Reader, place: Place): Condition {
  const { path, depth } = place
  reader.count++
  if (!isObject(written)) return faulty(reader, path, 'A condition is an object.')
  if (depth > maxDepth) return faulty(reader, path, `Conditions stand more than ${maxDepth} levels deep.`)
  if (reader.count > maxConditions) return faulty(reader, path, `A rule has at most ${maxConditions} conditions.`)
  for (const kind of ['allOf', 'anyOf'] as const) {
    const inner = memberOf(written, kind)
    if (inner === undefined) continue
    refuseOthers(written, [kind], reader, path)
    if (!isList(inner)) return faulty(reader, `${path}.${kind}`, 'It must be a list of conditions.')
    const of = inner.map((each, at) =>
      readCondition(each, reader, { path: `${path}.${kind}[${at}]`, depth: depth + 1 }),
    )
    return { kind, of }
  }
  const negated = memberOf(written, 'not')
  if (negated === undefined) return readTest(written, reader, place)
  refuseOthers(written, ['not'], reader, path)
  return { kind: 'not', of: readCondition(negated, reader, { path: `${path}.not`, depth: depth + 1 }) }
}

function readTest(written: JsonObject, reader: Reader, { path, depth }: Place): Condition {
  const subjects = ['field', 'value', 'count'].filter((name) => keyLike(written, name) !== undefined)
  const operators = operatorNames.filter((name) => keyLike(written, name) !== undefined)
  const [subject] = subjects
  const [operator] = operators
  if (subject === undefined || subjects.length > 1)
    return faulty(reader, path, "A condition has exactly one of 'field', 'value', 'count', 'allOf', 'anyOf' and 'not'.")
  if (operator === undefined || operators.length > 1)
    return faulty(reader, path, `A condition has exactly one operator: ${operatorNames.join(', ')}.`)
  refuseOthers(written, [subject, operator], reader, path)
  const target = memberOf(written, operator) ?? null
  checkTarget(operator, target, reader, `${path}.${operator}`)
  const value = memberOf(written, subject) ?? null
  const operand = readOperand(subject, value, reader, { path: `${path}.${subject}`, depth })
  return { kind: 'test', operand, operator, target }
}

function readOperand(subject: string, value: Json, reader: Reader, place: Place): Operand {
  if (subject === 'value') return { kind: 'value', value }
  if (subject === 'field') return { kind: 'field', field: readField(value, reader, place.path) }
  return readCount(value, reader, place)
}

function readField(value: Json, { faults }: Reader, path: string): string {
  if (typeof value !== 'string') {
    faults.add(path, 'A field is named by a string.')
    return ''
  }
  if (!isExpression(value) && fieldNamed(value) === undefined) faults.add(path, unknownField(value))
  return value
}

function readCount(written: Json, reader: Reader, { path, depth }: Place): Operand {
  const over = isObject(written) ? readCounted(written, reader, path) : undefined
  if (!isObject(written) || over === undefined) {
    reader.faults.add(path, "A count is an object with 'field' or 'value'.")
    return { kind: 'value', value: 0 }
  }
  refuseOthers(written, ['field', 'value', 'name', 'where'], reader, path)
  const where = memberOf(written, 'where')
  return {
    kind: 'count',
    over,
    where: where === undefined ? undefined : readCondition(where, reader, { path: `${path}.where`, depth: depth + 1 }),
  }
}

function readCounted(written: JsonObject, reader: Reader, path: string): CountedOver | undefined {
  const field = memberOf(written, 'field')
  if (field !== undefined) {
    const name = readField(field, reader, `${path}.field`)
    if (!isExpression(name) && !name.endsWith(everyElement))
      reader.faults.add(`${path}.field`, "What is counted are the elements of a list: its alias ends in '[*]'.")
    return { kind: 'field', field: name }
  }
  const value = memberOf(written, 'value')
  if (value === undefined) return undefined
  const name = memberOf(written, 'name')
  return { kind: 'value', value, name: typeof name === 'string' ? name : undefined }
}

function checkTarget(operator: OperatorName, target: Json, { faults }: Reader, path: string): void {
  const isLater = typeof target === 'string' && isExpression(target)
  if (isLater) return
  if ((operator === 'in' || operator === 'notIn') && !isList(target)) faults.add(path, 'It must be a list.')
  if (operator === 'exists' && !/^(true|false)$/i.test(String(target))) faults.add(path, 'It must be true or false.')
}

function readEffect(then: Json, faults: RuleFaults): string {
  const effect = isObject(then) ? memberOf(then, 'effect') : undefined
  if (typeof effect === 'string') return effect
  faults.add('policyRule.then.effect', "A rule's effect is a word or an expression.")
  return ''
}

function refuseOthers(written: JsonObject, known: readonly string[], { faults }: Reader, path: string): void {
  const other = Object.keys(written).find((key) => !known.some((name) => name.toLowerCase() === key.toLowerCase()))
  if (other !== undefined)
    faults.add(`${path}.${other}`, `'${other.slice(0, 80)}' does not belong beside '${known[0]}'.`)
}

function faulty({ faults }: Reader, path: string, message: string): Condition {
  faults.add(path, message)
  return never
}
