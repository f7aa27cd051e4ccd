// Which resource waits for which: by `dependsOn` in all its forms, by `reference()` and `list…()`, by nesting, by rounds of
// a serial loop; and guessed from ids that stand in the body, where a template says nothing and trusts in luck.

import type { Json } from '../base/json.ts'
import { evaluate, evaluateExpression } from './evaluate.ts'
import type { PlannedResource } from './expand-resources.ts'
import { isRuntimeFunction } from './functions/runtime-functions.ts'
import { isList, isObject, type JsonObject, kindOf, memberOf } from './json-values.ts'
import { type Need, UnmetNeed } from './need.ts'
import { type Edges, orderResources } from './order-resources.ts'
import { type Expression, isExpression } from './parse-expression.ts'
import { idKey, parentIds } from './resource-address.ts'
import type { ResourceIndex } from './resource-index.ts'
import type { Scope } from './scope.ts'
import { TemplateFault } from './template-fault.ts'

/** A resource as far as it can be rendered before anything is deployed. */
export interface Draft {
  readonly resource: PlannedResource
  readonly body: JsonObject
  readonly needs: readonly Need[]
}

/** Only active resources of the template are in the answer, on both sides. */
export function findDependencies(drafts: readonly Draft[], index: ResourceIndex): Edges {
  const loops = loopsOf(drafts)
  const said = new Map<string, Set<string>>()
  const guessed = new Map<string, Set<string>>()
  for (const draft of drafts) {
    const { resource } = draft
    if (draft.needs.some(({ id }) => idKey(id) === resource.key)) {
      throw new TemplateFault(`The resource '${resource.name}' refers to its own state.`, { path: resource.path })
    }
    const only = (resources: Iterable<PlannedResource | undefined>) => deployedKeys(resources, resource.key)
    const waits = [
      ...dependsOn(resource, index),
      ...draft.needs.map(({ id }) => nearest(idKey(id), index)),
      ...parentIds(resource.key).map((key) => index.byKey(key)),
      ...previousBatch(resource, loops),
    ]
    said.set(resource.key, only(waits))
    guessed.set(resource.key, only([...idsIn(draft, index), ...referredTo(resource, index)]))
  }
  return orderResources([...said.keys()], said, guessed)
}

function deployedKeys(resources: Iterable<PlannedResource | undefined>, own: string): Set<string> {
  const keys = new Set<string>()
  for (const each of resources) {
    if (each?.isActive && !each.isExisting && each.key !== own) keys.add(each.key)
  }
  return keys
}

function dependsOn({ declared, scope, path, key }: PlannedResource, index: ResourceIndex): PlannedResource[] {
  const entries = evaluate(memberOf(declared, 'dependsOn') ?? [], scope, `${path}.dependsOn`)
  if (!isList(entries)) throw new TemplateFault(`dependsOn is an array, not ${kindOf(entries)}.`, { path })
  return entries.flatMap((entry, at) => {
    if (entry === null) return []
    const here = { path: `${path}.dependsOn[${at}]` }
    if (typeof entry !== 'string')
      throw new TemplateFault(`dependsOn names resources by strings, not by ${kindOf(entry)}.`, here)
    const found = index.namedBy(entry)
    scope.work.spend(found.length)
    if (found.length === 1 && found[0]?.key === key)
      throw new TemplateFault(`dependsOn names '${entry}', the resource that it stands in. Remove it.`, here)
    if (found.length > 0 || index.loops.has(entry.toLowerCase()) || isOfNothing(entry)) return found
    throw new TemplateFault(`dependsOn names '${entry}', which the template does not declare.`, here)
  })
}

/** Made of parameters that were left empty: the id of no resource, as templates of official clients have it. */
function isOfNothing(id: string): boolean {
  return id.startsWith('/') && /\/(?:\/|$)/.test(id)
}

/** The resource of the id, or the nearest above it: a subnet written within its network. */
function nearest(key: string, index: ResourceIndex): PlannedResource | undefined {
  return [key, ...parentIds(key)].map((each) => index.byKey(each)).find((each) => each !== undefined)
}

type Loops = ReadonlyMap<string, readonly PlannedResource[]>

function loopKey({ loop, path }: PlannedResource): string {
  return `${path} ${loop?.name.toLowerCase()}`
}

function loopsOf(drafts: readonly Draft[]): Loops {
  const serial = drafts.map(({ resource }) => resource).filter(({ loop }) => loop?.batchSize !== undefined)
  return Map.groupBy(serial, loopKey)
}

function previousBatch(resource: PlannedResource, loops: Loops): readonly PlannedResource[] {
  const { batchSize = 0, round = 0 } = resource.loop ?? {}
  if (batchSize === 0) return []
  const batch = Math.floor(round / batchSize)
  return (loops.get(loopKey(resource)) ?? []).filter(
    ({ loop }) => Math.floor((loop?.round ?? 0) / batchSize) === batch - 1,
  )
}

/** Every string that is an id, names of properties included; parts that are shared are looked at once. */
function idsIn({ body, resource }: Draft, index: ResourceIndex): PlannedResource[] {
  const seen = new Set<Json>()
  const visit = (value: Json): void => {
    if (seen.has(value)) return
    seen.add(value)
    if (isList(value)) value.forEach(visit)
    if (isObject(value)) for (const [key, inner = null] of Object.entries(value)) [key, inner].forEach(visit)
  }
  visit(body)
  return [...seen].flatMap((value) => {
    resource.scope.work.spend(1)
    const isId = typeof value === 'string' && /^\/(?:subscriptions|providers)\//i.test(value)
    if (!isId) return []
    resource.scope.work.spend(5)
    return nearest(idKey(value), index) ?? []
  })
}

/** Also in branches that are not taken before something is deployed. */
function referredTo({ declared, scope }: PlannedResource, index: ResourceIndex): PlannedResource[] {
  const found: PlannedResource[] = []
  const visit = (value: Json | undefined): void => {
    if (typeof value === 'string' && isExpression(value))
      found.push(...referencesIn(scope.work.parse(value), scope, index))
    else if (isList(value)) value.forEach(visit)
    else if (isObject(value)) for (const [key, inner] of Object.entries(value)) if (key !== 'template') visit(inner)
  }
  for (const [key, value] of Object.entries(declared)) if (key.toLowerCase() !== 'resources') visit(value)
  return found
}

function referencesIn(expression: Expression, scope: Scope, index: ResourceIndex): PlannedResource[] {
  if (expression.kind === 'literal') return []
  if (expression.kind === 'member') {
    return [...referencesIn(expression.of, scope, index), ...referencesIn(expression.member, scope, index)]
  }
  const within = expression.args.flatMap((each) => referencesIn(each, scope, index))
  const [first] = expression.args
  if (first === undefined || !isRuntimeFunction(expression.name)) return within
  const resource = referredBy(first, scope, index)
  return resource === undefined ? within : [...within, resource]
}

function referredBy(first: Expression, scope: Scope, index: ResourceIndex): PlannedResource | undefined {
  try {
    const name = evaluateExpression(first, scope)
    if (typeof name !== 'string') return undefined
    return index.find(name) ?? (name.startsWith('/') ? nearest(idKey(name), index) : undefined)
  } catch (error) {
    // It names something known only within a loop, or later: then what is met while rendering counts.
    if (error instanceof TemplateFault || error instanceof UnmetNeed) return undefined
    throw error
  }
}
