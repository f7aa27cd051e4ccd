// The ARM surface: address, principal, action, api-version, verb. One wildcard route; what is offered is in the registry.

import { accessOf } from '../access/authorize.ts'
import { resolveApiVersion } from '../arm/api-version.ts'
import type { ArmAnswer, Endpoint } from '../arm/endpoint.ts'
import { listResources } from '../arm/list-resources.ts'
import { eventDocument } from '../arm/operation-document.ts'
import { notFound, type Operations, type Target } from '../arm/operations.ts'
import { readBody } from '../arm/read-body.ts'
import type { Registry } from '../arm/registry.ts'
import { type Address, keyOf, parseAddress, pathSegments } from '../arm/resource-id.ts'
import type { Action, AnyResourceType } from '../arm/resource-type.ts'
import { envelopeSchema } from '../arm/wire.ts'
import { ArmError } from '../base/errors.ts'
import type { ResourceRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import type { ArmRequest } from './arm-request.ts'
import { followOperation, isOperationAddress } from './follow-operation.ts'

export interface ArmOptions {
  readonly store: Store
  readonly registry: Registry
  readonly operations: Operations
}

export async function handleArm(request: ArmRequest, options: ArmOptions): Promise<ArmAnswer> {
  const { store, registry, operations } = options
  const address = parseAddress(pathSegments(request.path))
  const access = await accessOf(store, request.caller.actor)
  if (isOperationAddress(address)) return followOperation({ address, access, request, store })

  const endpoint = registry.endpoint(request.method, address.kind, address.type)
  if (endpoint) return answerEndpoint(endpoint, { address, access, request, options })

  const route = routeOf(request.method, address, registry)
  const apiVersion = resolveApiVersion(
    request.query.get('api-version') ?? undefined,
    route.type.apiVersions,
    route.type.type,
  )
  const target: Target = {
    type: route.type,
    id: route.id,
    parentId: route.parentId,
    name: route.name,
    apiVersion,
    caller: request.caller,
  }
  if (route.verb === 'list') return list({ route, target, access, request, store })
  access.require(route.action, route.id)

  if (route.verb === 'get') return operations.get(target)
  if (route.verb === 'put') return operations.put(target, envelope(request.body()))
  if (route.verb === 'patch') return operations.patch(target, envelope(request.body()))
  if (route.verb === 'delete') {
    route.type.checkDeleteQuery?.(request.query, apiVersion)
    return operations.delete(target)
  }
  if (route.verb === 'head') return { status: (await store.get(keyOf(route.id))) ? 204 : 404 }
  if (route.verb === 'events') return events(target, store)
  return act({ action: route.post, target, request, options })
}

type Access = Awaited<ReturnType<typeof accessOf>>

interface Route {
  readonly type: AnyResourceType
  readonly verb: 'get' | 'list' | 'put' | 'patch' | 'delete' | 'head' | 'events' | 'act'
  readonly id: string
  readonly parentId: string
  readonly name: string
  /** What the caller needs at `id`. */
  readonly action: string
  readonly post?: Action<unknown, unknown>
}

const verbs: Readonly<Record<string, Route['verb']>> = {
  GET: 'get',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'delete',
  HEAD: 'head',
}
const permissions = { get: 'read', head: 'read', put: 'write', patch: 'write', delete: 'delete' } as const

function routeOf(method: string, address: Address, registry: Registry): Route {
  return address.kind === 'resource'
    ? resourceRoute(method, address, registry)
    : collectionRoute(method, address, registry)
}

function resourceRoute(method: string, address: Address & { kind: 'resource' }, registry: Registry): Route {
  const type = registry.type(address.type)
  if (!type) throw unknownType(address)
  const verb = verbs[method]
  const isOffered =
    verb === 'head' ? type.verbs.includes('get') : verb !== undefined && type.verbs.some((each) => each === verb)
  if (!isOffered || !verb || verb === 'list' || verb === 'events' || verb === 'act') throw notAllowed(method, type)
  return {
    type,
    verb,
    id: address.id,
    parentId: address.parentId,
    name: address.name,
    action: `${type.type}/${permissions[verb]}`,
  }
}

/** A list, an action of the resource the path ends above, or its timeline. */
function collectionRoute(method: string, address: Address & { kind: 'collection' }, registry: Registry): Route {
  const listed = registry.type(address.type)
  if (listed && method === 'GET' && listed.verbs.includes('list')) {
    return {
      type: listed,
      verb: 'list',
      id: address.parentId,
      parentId: address.parentId,
      name: '',
      action: `${listed.type}/read`,
    }
  }
  const slash = address.type.lastIndexOf('/')
  const type = registry.type(address.type.slice(0, slash))
  const verb = address.type.slice(slash + 1).toLowerCase()
  if (!type || listed) throw listed ? notAllowed(method, listed) : unknownType(address)
  const place = {
    type,
    id: address.parentId,
    parentId: parentOf(address.parentId),
    name: address.parentId.split('/').at(-1) ?? '',
  }
  if (verb === 'events' && method === 'GET') return { ...place, verb: 'events', action: `${type.type}/read` }
  const name = Object.keys(type.actions ?? {}).find((each) => each.toLowerCase() === verb)
  const post = name === undefined ? undefined : type.actions?.[name]
  if (!post || name === undefined) throw unknownType(address)
  if (method !== 'POST') throw notAllowed(method, type)
  return { ...place, verb: 'act', action: `${type.type}/${name}/action`, post }
}

async function answerEndpoint(
  endpoint: Endpoint,
  call: { address: Address; access: Access; request: ArmRequest; options: ArmOptions },
): Promise<ArmAnswer> {
  const { address, access, request, options } = call
  const apiVersion = resolveApiVersion(
    request.query.get('api-version') ?? undefined,
    endpoint.apiVersions,
    endpoint.type,
  )
  if (endpoint.action !== undefined)
    access.require(endpoint.action, address.kind === 'resource' ? address.id : address.parentId)
  return endpoint.handle({
    address,
    apiVersion,
    query: request.query,
    body: endpoint.method === 'POST' ? request.body() : undefined,
    caller: request.caller,
    store: options.store,
    offered: options.registry.offered,
    canSee: async (action, id) => access.canBelow(action, id),
  })
}

/** A list holds what the caller may read; with nothing to show and no right to the place itself it is refused. */
async function list(call: {
  route: Route
  target: Target
  access: Access
  request: ArmRequest
  store: Store
}): Promise<ArmAnswer> {
  const { route, target, access, request, store } = call
  const mayReadAll = access.can(route.action, route.id)
  if (!mayReadAll && !access.canBelow(route.action, route.id)) throw access.refusal(route.action, route.id)
  await requireParent(route, store)
  const page = await listResources(store, {
    type: route.type,
    parentId: route.id,
    apiVersion: target.apiVersion,
    query: request.query,
    caller: request.caller,
    path: request.path,
    isVisible: async (record: ResourceRecord) => mayReadAll || access.can(route.action, record.id),
  })
  return { status: 200, body: page }
}

async function requireParent(route: Route, store: Store): Promise<void> {
  if (route.type.home === 'scope' || route.id === '') return
  if (await store.get(keyOf(route.id))) return
  throw notFound({ id: route.id, type: route.type })
}

async function act(call: {
  action: Action<unknown, unknown> | undefined
  target: Target
  request: ArmRequest
  options: ArmOptions
}): Promise<ArmAnswer> {
  const { action, target, request, options } = call
  if (action?.kind === 'change') return options.operations.act(target, action)
  const record = await options.store.get(keyOf(target.id))
  if (!record || !action) throw notFound(target)
  const lastOperation = await options.store.lastOperation(record.key)
  const view = { record, lastOperation, apiVersion: target.apiVersion }
  return { status: 200, body: await action.answer(view, { store: options.store, body: request.body() }) }
}

async function events(target: Target, store: Store): Promise<ArmAnswer> {
  const operations = await store.operations({ resourceKey: keyOf(target.id), limit: 200 })
  if (operations.length === 0 && !(await store.get(keyOf(target.id)))) throw notFound(target)
  return { status: 200, body: { value: operations.map(eventDocument) } }
}

function envelope(body: unknown) {
  return readBody(envelopeSchema, body ?? {})
}

function parentOf(id: string): string {
  const parent = id.split('/').slice(0, -2).join('/')
  return /\/providers\/[^/]+$/i.test(parent) ? parent.split('/').slice(0, -2).join('/') : parent
}

function unknownType(address: Address): ArmError {
  const place = address.kind === 'resource' ? address.id : address.parentId
  if (address.type === 'Microsoft.Resources/')
    return new ArmError(404, 'NotFound', 'Nothing is at this address. ARM resources are below /subscriptions.')
  return new ArmError(
    404,
    'InvalidResourceType',
    `The resource type '${address.type}' is not offered here (at '${place}'). GET /subscriptions/{id}/providers lists what is.`,
  )
}

function notAllowed(method: string, type: AnyResourceType): ArmError {
  return new ArmError(405, 'MethodNotAllowed', `${method} is not offered for '${type.type}'.`)
}
