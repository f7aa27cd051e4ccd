// Is a policy about a resource at all? It is when the rule could hold for one of its type, name and kind, whatever its
// other members say; then it counts among the compliant if it does not hold.

import { evaluate } from '../template/evaluate.ts'
import type { JsonObject } from '../template/json-values.ts'
import { isExpression } from '../template/parse-expression.ts'
import type { Scope } from '../template/scope.ts'
import { fieldNamed, fieldValue } from './field-name.ts'
import { holds } from './operators.ts'
import type { Condition } from './rule.ts'

export function isApplicable(condition: Condition, document: JsonObject, scope: Scope): boolean {
  return outcomes(condition, document, scope).canHold
}

interface Outcomes {
  readonly canHold: boolean
  readonly canFail: boolean
}

const open: Outcomes = { canHold: true, canFail: true }
const deciding = new Set(['type', 'name', 'fullName', 'kind'])

function outcomes(condition: Condition, document: JsonObject, scope: Scope): Outcomes {
  if (condition.kind === 'not') {
    const { canHold, canFail } = outcomes(condition.of, document, scope)
    return { canHold: canFail, canFail: canHold }
  }
  if (condition.kind === 'test') return outcomesOfTest(condition, document, scope)
  const inner = condition.of.map((each) => outcomes(each, document, scope))
  return condition.kind === 'allOf'
    ? { canHold: inner.every(({ canHold }) => canHold), canFail: inner.some(({ canFail }) => canFail) }
    : { canHold: inner.some(({ canHold }) => canHold), canFail: inner.every(({ canFail }) => canFail) }
}

function outcomesOfTest(condition: Condition & { kind: 'test' }, document: JsonObject, scope: Scope): Outcomes {
  const { operand, operator, target } = condition
  if (operand.kind !== 'field' || isExpression(operand.field)) return open
  const field = fieldNamed(operand.field)
  if (field === undefined) return open
  const isDecided =
    field.kind === 'member' ? deciding.has(field.name) : field.kind === 'alias' && isOther(field, document)
  if (!isDecided) return open
  const holding = fieldValue(document, field).values.every((value) => holds(operator, value, evaluate(target, scope)))
  return { canHold: holding, canFail: !holding }
}

function isOther({ alias }: { alias: { type: string } }, document: JsonObject): boolean {
  return alias.type.toLowerCase() !== String(document['type'] ?? '').toLowerCase()
}
