// What a rule's `field` can name: a handful of members every resource has, its tags, and aliases.

import type { Json } from '../base/json.ts'
import { isList, isObject, type JsonObject, memberOf } from '../template/json-values.ts'
import { type Alias, aliasesNear, aliasNamed, everyElement } from './aliases.ts'
import { valuesAt } from './document-path.ts'

export type FieldName =
  | { readonly kind: 'member'; readonly name: MemberName }
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'alias'; readonly alias: Alias }

const members = ['name', 'fullName', 'kind', 'type', 'location', 'id', 'identity.type', 'tags'] as const
type MemberName = (typeof members)[number]

/** Undefined: there is no such field. */
export function fieldNamed(text: string): FieldName | undefined {
  const lower = text.toLowerCase()
  const member = members.find((each) => each.toLowerCase() === lower)
  if (member !== undefined) return { kind: 'member', name: member }
  const tag = tagIn(text)
  if (tag !== undefined) return { kind: 'tag', tag }
  const alias = aliasNamed(text)
  return alias && { kind: 'alias', alias }
}

/** A sentence that helps to spell it. */
export function unknownField(text: string): string {
  const near = aliasesNear(text)
    .map((name) => `'${name}'`)
    .join(', ')
  return `There is no field or alias '${text.slice(0, 200)}'. Near to it: ${near}.`
}

/** One value, null where nothing is there; one per element of the lists that a name with `[*]` passes. */
export interface FieldValue {
  readonly isEach: boolean
  readonly values: readonly Json[]
}

export function fieldValue(document: JsonObject, field: FieldName): FieldValue {
  if (field.kind === 'tag') {
    const tags = memberOf(document, 'tags') ?? null
    return one(isObject(tags) ? (memberOf(tags, field.tag) ?? null) : null)
  }
  if (field.kind === 'member') return one(memberValue(document, field.name))
  const { type, path } = field.alias
  const isOfThis = type.toLowerCase() === String(document['type'] ?? '').toLowerCase()
  const isEach = path.includes(everyElement)
  if (!isOfThis) return isEach ? { isEach, values: [] } : one(null)
  return { isEach, values: valuesAt(document, path) }
}

function memberValue(document: JsonObject, name: MemberName): Json {
  if (name === 'identity.type') {
    const identity = document['identity'] ?? null
    return isObject(identity) ? (memberOf(identity, 'type') ?? null) : null
  }
  if (name === 'fullName') return fullName(String(document['id'] ?? ''), String(document['name'] ?? ''))
  if (name === 'location') return normalLocation(document['location'] ?? null)
  return document[name] ?? null
}

/** The names of the parents below the group or scope, and its own. */
function fullName(id: string, name: string): string {
  const [, below] = /.*\/providers\/[^/]+\/(.+)$/i.exec(id) ?? []
  if (below === undefined) return name
  return below
    .split('/')
    .filter((_, index) => index % 2 === 1)
    .join('/')
}

/** `West Europe` and `westeurope` are one; also for the elements of a list. */
export function normalLocation(location: Json): Json {
  if (isList(location)) return location.map(normalLocation)
  return typeof location === 'string' ? location.toLowerCase().replaceAll(' ', '') : location
}

function one(value: Json): FieldValue {
  return { isEach: false, values: [value] }
}

/** `tags.x`, `tags[x]`, `tags['x']` with quotes inside doubled. */
function tagIn(text: string): string | undefined {
  const dotted = /^tags\.([^[\]]+)$/i.exec(text)?.[1]
  if (dotted !== undefined) return dotted
  const inner = /^tags\[(.+)\]$/i.exec(text)?.[1]
  if (inner === undefined || inner === '*') return undefined
  return /^'.*'$/s.test(inner) ? inner.slice(1, -1).replaceAll("''", "'") : inner
}
