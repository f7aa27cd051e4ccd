// From declarations to resources: loops run out, nested children stand beside their parents, and each has its id, type,
// name, api-version and condition evaluated. What is inside them stays unevaluated.

import type { Json } from '../base/json.ts'
import { type CopyLoop, inRound, readCopyLoop } from './copy-loops.ts'
import { evaluate } from './evaluate.ts'
import { isList, isObject, type JsonObject, kindOf, memberOf } from './json-values.ts'
import type { PlanContext } from './plan-context.ts'
import { addressOf, idKey } from './resource-address.ts'
import type { Scope } from './scope.ts'
import type { ResourceDeclaration } from './template.ts'
import { TemplateFault } from './template-fault.ts'

export interface PlannedResource {
  readonly id: string
  /** The id as it is compared. */
  readonly key: string
  readonly type: string
  /** All segments: `workspace/instance`. */
  readonly name: string
  readonly apiVersion: string
  readonly symbol: string | undefined
  /** Whose round it is, when it stands in a loop. */
  readonly loop: { readonly name: string; readonly round: number; readonly batchSize: number | undefined } | undefined
  /** False: its condition says that it is not deployed. */
  readonly isActive: boolean
  /** It is only referred to. */
  readonly isExisting: boolean
  readonly declared: JsonObject
  /** With the rounds it stands in. */
  readonly scope: Scope
  readonly path: string
}

export interface ExpandedResources {
  readonly resources: readonly PlannedResource[]
  /** In lower case; a symbolic name of a loop too. */
  readonly loops: ReadonlySet<string>
}

export const deploymentType = 'microsoft.resources/deployments'

const maxResources = 800

interface Parent {
  readonly type: string
  readonly name: string
  readonly id: string
}

/** @throws TemplateFault at the first resource that cannot be read. */
export function expandResources(
  declarations: readonly ResourceDeclaration[],
  scope: Scope,
  context: PlanContext,
): ExpandedResources {
  const loops = new Set<string>()
  const all = declarations.flatMap((each) => expand(each, { scope, context, parent: undefined, loops }))
  const count = all.filter(({ isExisting }) => !isExisting).length
  if (count > maxResources) throw new TemplateFault(`The template has ${count} resources; ${maxResources} are allowed.`)
  return { resources: all, loops }
}

interface Surroundings {
  readonly scope: Scope
  readonly context: PlanContext
  readonly parent: Parent | undefined
  readonly loops: Set<string>
}

function expand(declaration: ResourceDeclaration, around: Surroundings): PlannedResource[] {
  const { declared, path } = declaration
  const copy = memberOf(declared, 'copy')
  if (copy === undefined || copy === null) return expandRound(declaration, around, undefined)
  const loop = readCopyLoop(copy, around.scope, `${path}.copy`)
  around.loops.add(loop.name.toLowerCase()).add((declaration.symbol ?? loop.name).toLowerCase())
  around.scope.work.spend(loop.count * 100)
  return Array.from({ length: loop.count }, (_, round) => {
    const scope = inRound(around.scope, { name: loop.name, isOuter: true }, round)
    return expandRound(declaration, { ...around, scope }, { ...loop, round })
  }).flat()
}

function expandRound(
  declaration: ResourceDeclaration,
  around: Surroundings,
  loop: (CopyLoop & { readonly round: number }) | undefined,
): PlannedResource[] {
  const { declared, path, symbol } = declaration
  // Each field that is not there is looked for among all that are.
  around.scope.work.spend(Object.keys(declared).length * 5)
  const read = new Fields(declared, around.scope, path)
  const type = full(read.text('type'), around.parent?.type)
  const name = fullName(read.text('name'), type, around.parent)
  const { isExisting } = read
  read.refuse('import', 'extension')
  const address = atPath(`${path}.name`, () => addressOf(type, name, scopeOf(type, read, around)))
  const resource: PlannedResource = {
    ...address,
    key: idKey(address.id),
    name: name
      .split('/')
      .slice(-(address.type.split('/').length - 1))
      .join('/'),
    apiVersion: read.text('apiVersion'),
    symbol,
    loop: loop && { name: loop.name, round: loop.round, batchSize: loop.batchSize },
    isActive: read.condition(),
    isExisting,
    declared,
    scope: around.scope,
    path,
  }
  const parent = { type, name, id: address.id }
  return [resource, ...childrenOf(declaration).flatMap((each) => expand(each, { ...around, parent }))]
}

function childrenOf({ declared, path }: ResourceDeclaration): ResourceDeclaration[] {
  const children = memberOf(declared, 'resources')
  if (children === undefined || children === null) return []
  if (!isList(children) && !isObject(children)) {
    throw new TemplateFault(`The resources within a resource are an array, not ${kindOf(children)}.`, { path })
  }
  return Object.entries(children).map(([key, child]: [string, Json | undefined]) => {
    const at = `${path}.resources${isList(children) ? `[${key}]` : `.${key}`}`
    if (!isObject(child)) throw new TemplateFault(`A resource is an object, not ${kindOf(child)}.`, { path: at })
    return { declared: child, path: at, symbol: isList(children) ? undefined : key }
  })
}

/** A child may be written by its last segment or in full. */
function full(type: string, parent: string | undefined): string {
  if (parent === undefined || type.toLowerCase().startsWith(`${parent.toLowerCase()}/`)) return type
  return type.includes('/') ? `${parent}/providers/${type.split('/').slice(1).join('/')}` : `${parent}/${type}`
}

function fullName(name: string, type: string, parent: Parent | undefined): string {
  const wanted = type.split('/').length - 1
  if (parent === undefined || name.split('/').length === wanted) return name
  // An extension's namespace is a segment of its name: `account/Microsoft.Authorization/lock`.
  return `${parent.name}/${name}`
}

function scopeOf(type: string, read: Fields, { context, parent }: Surroundings): string {
  const base = context.resourceGroup?.id ?? context.subscription.id
  const scope = read.optionalText('scope')
  if (scope !== undefined && parent === undefined) {
    return scope.startsWith('/') ? scope.replace(/\/+$/, '') : `${base}/providers/${scope}`
  }
  const [subscription, group] = [read.optionalText('subscriptionId'), read.optionalText('resourceGroup')]
  const mayStandElsewhere = type.toLowerCase() === deploymentType || read.isExisting
  if (!mayStandElsewhere || (subscription ?? group) === undefined) return base
  const subscriptionId = subscription ? `/subscriptions/${subscription}` : context.subscription.id
  return group ? `${subscriptionId}/resourceGroups/${group}` : subscriptionId
}

/** Reads the fields that decide what a resource is. */
class Fields {
  readonly #declared: JsonObject
  readonly #scope: Scope
  readonly #path: string

  constructor(declared: JsonObject, scope: Scope, path: string) {
    this.#declared = declared
    this.#scope = scope
    this.#path = path
  }

  get isExisting(): boolean {
    return memberOf(this.#declared, 'existing') === true
  }

  refuse(...names: readonly string[]): void {
    const found = names.find((name) => memberOf(this.#declared, name) !== undefined)
    if (found !== undefined)
      throw new TemplateFault(`The '${found}' of a resource is not offered.`, { path: this.#path })
  }

  text(name: string): string {
    const value = this.optionalText(name)
    if (value === undefined || value === '') {
      throw new TemplateFault(`A resource needs its ${name}.`, { path: `${this.#path}.${name}` })
    }
    return value
  }

  optionalText(name: string): string | undefined {
    const value = this.#value(name)
    if (value === null || typeof value === 'string') return value ?? undefined
    throw new TemplateFault(`The ${name} of a resource is a string, not ${kindOf(value)}.`, {
      path: `${this.#path}.${name}`,
    })
  }

  condition(): boolean {
    const value = this.#value('condition') ?? true
    const word = typeof value === 'string' ? value.toLowerCase() : value
    if (word === true || word === 'true') return true
    if (word === false || word === 'false') return false
    throw new TemplateFault(`A condition is true or false, not ${kindOf(value)}.`, { path: `${this.#path}.condition` })
  }

  #value(name: string): Json {
    return evaluate(memberOf(this.#declared, name) ?? null, this.#scope, `${this.#path}.${name}`)
  }
}

function atPath<T>(path: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw error instanceof TemplateFault ? error.at({ path }) : error
  }
}
