// Fields inside of a count: there `list[*].name` means the name of the one element that is being looked at.

import type { Json } from '../base/json.ts'
import type { JsonObject } from '../template/json-values.ts'
import { type Scope, withLocals } from '../template/scope.ts'
import { type Alias, everyElement } from './aliases.ts'
import { valuesAt } from './document-path.ts'
import { type FieldName, type FieldValue, fieldValue } from './field-name.ts'

const counted = 'count:'

/** The scope in which `alias` (ending in `[*]`) stands for one element. */
export function atElement(scope: Scope, alias: Alias, element: Json): Scope {
  return withLocals(scope, [
    [`${counted}${alias.name.toLowerCase()}`, element],
    ['current:', element],
    [`current:${alias.name.toLowerCase()}`, element],
  ])
}

/** The scope in which `current('name')`, or `current()`, is one element of a counted value. */
export function atCurrent(scope: Scope, name: string | undefined, element: Json): Scope {
  const named = name === undefined ? [] : [[`current:${name.toLowerCase()}`, element] as const]
  return withLocals(scope, [['current:', element], ...named])
}

export function innerFieldValue(document: JsonObject, field: FieldName, scope: Scope): FieldValue {
  if (field.kind !== 'alias' || scope.locals.size === 0) return fieldValue(document, field)
  const name = field.alias.name.toLowerCase()
  const around = [...scope.locals.keys()]
    .filter((key) => key.startsWith(counted))
    .map((key) => key.slice(counted.length))
    .filter((each) => name === each || name.startsWith(`${each}.`) || name.startsWith(`${each}[`))
    .toSorted((a, b) => b.length - a.length)[0]
  if (around === undefined) return fieldValue(document, field)
  const rest = stepsBelow(field.alias, around.split(everyElement).length - 1)
  const values = valuesAt(scope.locals.get(`${counted}${around}`) ?? null, rest)
  return { isEach: rest.includes(everyElement), values }
}

/** What of the path comes after its first `lists` lists. */
function stepsBelow({ path }: Alias, lists: number): string[] {
  let left = lists
  const from = path.findIndex((step) => step === everyElement && --left === 0)
  return path.slice(from + 1)
}
