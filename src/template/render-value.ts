// Evaluates a part of a template: as `evaluate` does, and besides with loops of properties (`copy` within an object), with
// properties that are null left out, and with every need that stands in the way gathered in one go.

import type { Json } from '../base/json.ts'
import { inRound, readCopyLoop } from './copy-loops.ts'
import { evaluate } from './evaluate.ts'
import { isList, isObject, type JsonObject, kindOf, memberOf } from './json-values.ts'
import { mapShared } from './map-shared.ts'
import { type Need, UnmetNeed } from './need.ts'
import { escapeText, isExpression, unescapeText } from './parse-expression.ts'
import type { Scope } from './scope.ts'
import { TemplateFault } from './template-fault.ts'
import { maxValueDepth } from './work.ts'

export interface Rendering {
  /** Gets what is not answered yet; the value that waits for it is null meanwhile. */
  readonly needs: Need[]
  /** ARM takes a property that is null for one that is absent. */
  readonly dropsNulls: boolean
  /** The result is a template again: text that was no expression must not become one. */
  readonly isTemplate?: boolean
  /** Expressions that stay as they are. */
  readonly leaves?: (text: string) => boolean
}

export function renderValue(value: Json, scope: Scope, at: Rendering & { readonly path: string }): Json {
  const rendered = render(value, scope, { ...at, depth: 0 })
  scope.work.weigh(rendered)
  return rendered
}

interface Standing extends Rendering {
  readonly path: string
  readonly depth: number
}

function render(value: Json, scope: Scope, at: Standing): Json {
  scope.work.spend(1)
  if (typeof value === 'string') return renderText(value, scope, at)
  if (at.depth > maxValueDepth) {
    throw new TemplateFault(`It is more than ${maxValueDepth} levels deep.`, { path: at.path })
  }
  if (isList(value)) return value.map((inner, index) => render(inner, scope, below(at, `[${index}]`)))
  return isObject(value) ? renderObject(value, scope, at) : value
}

function renderText(text: string, scope: Scope, at: Standing): Json {
  if (at.leaves?.(text)) return text
  if (!isExpression(text)) return at.isTemplate ? text : evaluate(text, scope, at.path)
  try {
    const value = evaluate(text, scope, at.path)
    if (at.isTemplate) return mapShared(value, { text: escapeText }, scope.work)
    return at.dropsNulls ? mapShared(value, { dropsNulls: true }, scope.work) : value
  } catch (error) {
    return waiting(error, at)
  }
}

function renderObject(object: JsonObject, scope: Scope, at: Standing): Json {
  const members: [string, Json][] = []
  for (const [key, inner] of Object.entries(object)) {
    if (isPropertyCopy(key, inner) && !at.isTemplate) members.push(...renderCopies(inner, scope, at))
    else members.push([renderKey(key, scope, at), render(inner ?? null, scope, below(at, `.${key}`))])
  }
  return Object.fromEntries(at.dropsNulls ? members.filter(([, inner]) => inner !== null) : members)
}

function renderKey(key: string, scope: Scope, at: Standing): string {
  if (!isExpression(key)) return at.isTemplate ? key : unescapeText(key)
  if (at.leaves?.(key)) return key
  const name = render(key, scope, { ...at, isTemplate: false })
  if (typeof name === 'string') return at.isTemplate ? escapeText(name) : name
  if (at.needs.length > 0) return key
  throw new TemplateFault(`The name of a property is a string, not ${kindOf(name)}.`, {
    expression: key,
    path: at.path,
  })
}

/** An object may well have a property of its own that is called copy. */
function isPropertyCopy(key: string, value: Json | undefined): value is readonly JsonObject[] {
  return (
    key.toLowerCase() === 'copy' &&
    isList(value) &&
    value.length > 0 &&
    value.every(
      (each) => isObject(each) && memberOf(each, 'count') !== undefined && memberOf(each, 'input') !== undefined,
    )
  )
}

function renderCopies(copies: readonly JsonObject[], scope: Scope, at: Standing): [string, Json][] {
  return copies.map((copy, position) => {
    const here = below(at, `.copy[${position}]`)
    try {
      const { name, count } = readCopyLoop(copy, scope, here.path)
      const input = memberOf(copy, 'input') ?? null
      const rounds = Array.from({ length: count }, (_, index) =>
        render(input, inRound(scope, { name, isOuter: false }, index), below(here, '.input')),
      )
      return [name, rounds]
    } catch (error) {
      return [String(memberOf(copy, 'name')), waiting(error, at)]
    }
  })
}

function waiting(error: unknown, at: Standing): null {
  if (!(error instanceof UnmetNeed)) throw error
  at.needs.push(error.need)
  return null
}

function below(at: Standing, step: string): Standing {
  return { ...at, path: at.path + step, depth: at.depth + 1 }
}
