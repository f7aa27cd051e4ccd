// The document rules look at: a resource in the form it is sent in, with `id`, `name` and `type`.

import type { Target } from '../../arm/operations.ts'
import { renderResource } from '../../arm/render-resource.ts'
import { groupType } from '../../arm/resource-id.ts'
import type { AnyResourceType, ArmDesired } from '../../arm/resource-type.ts'
import type { Envelope } from '../../arm/wire.ts'
import { canonicalJson, type Json } from '../../base/json.ts'
import { type Alias, aliasesOf, everyElement } from '../../policy/aliases.ts'
import { changedAt, isAbsent, valuesAt } from '../../policy/document-path.ts'
import type { ResourceRecord } from '../../store/records.ts'
import type { JsonObject } from '../../template/json-values.ts'
import type { GovernedResource } from './policies-for.ts'

/** As it would be shown, without what is under way. */
export function documentOf(type: AnyResourceType, record: ResourceRecord): JsonObject {
  const shown = renderResource(type, {
    record: record as ResourceRecord<ArmDesired>,
    lastOperation: undefined,
    apiVersion: type.apiVersions.at(-1) ?? '',
  })
  return { ...plain(shown), type: type.type }
}

/** As it was sent. */
export function documentSent({ id, name, type }: Target, body: Envelope): JsonObject {
  const { location, tags, identity, kind, sku, properties } = body
  return plain({ id, name, type: type.type, location, tags, identity, kind, sku, properties: properties ?? {} })
}

/**
 * A PUT of what is there keeps some members that it does not speak of. Those are as much part of what it asks for as what
 * it says: they are taken from `before` where `after`, the resource as it would become, has them unchanged.
 */
export function withKept(sent: JsonObject, before: JsonObject, after: JsonObject): JsonObject {
  const paths = [
    ['location'],
    ...aliasesOf(String(sent['type']))
      .filter(isWhole)
      .map(({ path }) => path),
  ]
  return paths.reduce((document, path) => {
    const [said, was, becomes] = [document, before, after].map((each) => valuesAt(each, path)[0] ?? null)
    const isKept = isAbsent(said ?? null) && !isAbsent(was ?? null) && canonicalJson(was) === canonicalJson(becomes)
    return isKept ? changedAt(document, path, () => was ?? null) : document
  }, sent)
}

/** The body of a PUT of what was read. */
export function sentBack({
  id: _id,
  name: _name,
  type: _type,
  systemData: _systemData,
  ...body
}: JsonObject): JsonObject {
  return body
}

/** What of a document can be sent: members with an alias, and those every resource has. What is shown besides is left out. */
export function writtenPart(document: JsonObject): JsonObject {
  const { location, tags, identity, sku, kind } = document
  const common = Object.entries({ location, tags, identity, sku, kind }).filter(([, value]) => value !== undefined)
  const aliases = aliasesOf(String(document['type'])).filter((alias) => alias.isModifiable && isWhole(alias))
  return aliases.reduce<JsonObject>(
    (written, { path }) => {
      const value = valuesAt(document, path)[0] ?? null
      return value === null ? written : changedAt(written, path, () => value)
    },
    { ...Object.fromEntries(common), properties: {} },
  )
}

function isWhole({ path }: Alias): boolean {
  return !path.includes(everyElement)
}

/** Do two documents differ in anything a rule could see? */
export function differs(before: JsonObject, after: JsonObject): boolean {
  const paths = aliasesOf(String(before['type'])).map(({ path }) => path)
  const common = [['location'], ['tags'], ['identity'], ['kind'], ['sku']]
  return [...common, ...paths].some(
    (path) => canonicalJson(valuesAt(before, path)) !== canonicalJson(valuesAt(after, path)),
  )
}

export function governedResource(type: AnyResourceType, document: JsonObject): GovernedResource {
  const location = String(document['location'] ?? '')
  return {
    id: String(document['id']),
    type: type.type,
    location: location.toLowerCase().replaceAll(' ', ''),
    isIndexed: type.isTracked && type.type !== groupType,
  }
}

function plain(value: Readonly<Record<string, unknown>>): Record<string, Json> {
  return JSON.parse(JSON.stringify(value)) as Record<string, Json>
}
