// What append and modify want of a resource, and doing it to the document.

import type { Json } from '../base/json.ts'
import { evaluate } from '../template/evaluate.ts'
import { isList, isObject, type JsonObject, memberOf } from '../template/json-values.ts'
import type { Scope } from '../template/scope.ts'
import { TemplateFault } from '../template/template-fault.ts'
import { everyElement } from './aliases.ts'
import { changedAt, isAbsent, valuesAt } from './document-path.ts'
import { type FieldName, fieldNamed, normalLocation, unknownField } from './field-name.ts'
import { isEqual } from './operators.ts'

export interface FieldChange {
  readonly field: FieldName
  readonly operation: 'append' | 'add' | 'addOrReplace' | 'remove'
  readonly value: Json
}

/** What the details ask for, with all expressions evaluated. @throws TemplateFault */
export function changesOf(effect: 'append' | 'modify', details: Json, scope: Scope): FieldChange[] {
  const entries = effect === 'append' ? details : isObject(details) ? (memberOf(details, 'operations') ?? null) : null
  return (isList(entries) ? entries : []).flatMap((entry) => {
    if (!isObject(entry)) return []
    const condition = memberOf(entry, 'condition')
    if (condition !== undefined && evaluate(condition, scope) !== true) return []
    const name = evaluate(memberOf(entry, 'field') ?? null, scope)
    const field = typeof name === 'string' ? fieldNamed(name) : undefined
    if (field === undefined) throw new TemplateFault(unknownField(String(name)))
    const value = evaluate(memberOf(entry, 'value') ?? null, scope)
    return [{ field, value, operation: effect === 'append' ? 'append' : operationNamed(memberOf(entry, 'operation')) }]
  })
}

export const modifyOperations = ['add', 'addOrReplace', 'remove'] as const

export function operationNamed(word: Json | undefined): (typeof modifyOperations)[number] {
  const found = modifyOperations.find((name) => name.toLowerCase() === String(word ?? '').toLowerCase())
  if (found !== undefined) return found
  throw new TemplateFault(`'${String(word)}' is no operation. There are ${modifyOperations.join(', ')}.`)
}

/** Undefined: the request says something else already, which `append` does not change (it refuses). */
export function changed(document: JsonObject, { field, operation, value }: FieldChange): JsonObject | undefined {
  const path = pathOf(field)
  if (path.at(-1) === everyElement) return changedList(document, path.slice(0, -1), operation, value)
  if (operation === 'remove') return changedAt(document, path, () => undefined)
  if (operation === 'addOrReplace') return changedAt(document, path, () => value)
  const compared = field.kind === 'member' && field.name === 'location' ? normalLocation : (each: Json) => each
  const isContrary = valuesAt(document, path).some(
    (each) => !isAbsent(each) && !isEqual(compared(each), compared(value)),
  )
  if (operation === 'append' && isContrary) return undefined
  return changedAt(document, path, (before) => (isAbsent(before) ? value : before))
}

/** A list is added to, unless it has such an element; `addOrReplace` makes every element this one. */
function changedList(
  document: JsonObject,
  path: readonly string[],
  operation: FieldChange['operation'],
  value: Json,
): JsonObject {
  return changedAt(document, path, (before) => {
    const list = isList(before) ? before : []
    if (operation === 'remove') return list.length === 0 ? before : []
    if (operation === 'addOrReplace' && list.length > 0) return list.map(() => value)
    return list.some((each) => isWithin(value, each)) ? before : [...list, value]
  })
}

/** All that `part` says, `whole` says too: what is shown of an element has more members than were sent. */
function isWithin(part: Json, whole: Json): boolean {
  if (!isObject(part) || !isObject(whole)) return isEqual(part, whole)
  return Object.entries(part).every(([name, value]) => isWithin(value ?? null, memberOf(whole, name) ?? null))
}

/** Where a field stands in the document. */
export function pathOf(field: FieldName): readonly string[] {
  if (field.kind === 'alias') return field.alias.path
  if (field.kind === 'tag') return ['tags', field.tag]
  return field.name === 'identity.type' ? ['identity', 'type'] : [field.name]
}

/** Can a rule change it at all? */
export function isChangeable(field: FieldName): boolean {
  if (field.kind === 'alias') return field.alias.isModifiable
  return field.kind === 'tag' || ['tags', 'location', 'kind', 'identity.type'].includes(field.name)
}

export function spelled(field: FieldName): string {
  if (field.kind === 'alias') return field.alias.name
  return field.kind === 'tag' ? `tags['${field.tag}']` : field.name
}
