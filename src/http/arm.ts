// The ARM surface: address, principal, action, api-version, verb. One wildcard route; what is offered is in the registry.

import { type AccessSource, accessOf } from '../access/authorize.ts'
import { inGrantTurn } from '../access/grant-turn.ts'
import { resolveApiVersion } from '../arm/api-version.ts'
import type { ArmAnswer, Endpoint } from '../arm/endpoint.ts'
import { isAtHome } from '../arm/home.ts'
import { listResources } from '../arm/list-resources.ts'
import { isLockedPost, refuseLocked } from '../arm/locks.ts'
import { notFound } from '../arm/not-found.ts'
import { eventDocument } from '../arm/operation-document.ts'
import type { Operations, Target } from '../arm/operations.ts'
import { partsOf } from '../arm/parts.ts'
import { readBody } from '../arm/read-body.ts'
import type { Registry } from '../arm/registry.ts'
import { type Address, keyOf, parseAddress, pathSegments, subscriptionIdOf } from '../arm/resource-id.ts'
import type { AnyResourceType, AskedChange } from '../arm/resource-type.ts'
import { type Envelope, envelopeSchema } from '../arm/wire.ts'
import type { ResourceRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import type { ArmRequest } from './arm-request.ts'
import { followOperation, isOperationAddress } from './follow-operation.ts'
import { type Route, routeOf, unknownType } from './route.ts'
import { withinSight } from './within-sight.ts'

export interface ArmOptions extends AccessSource {
  readonly store: Store
  readonly registry: Registry
  readonly operations: Operations
}

export async function handleArm(request: ArmRequest, options: ArmOptions): Promise<ArmAnswer> {
  const address = parseAddress(pathSegments(request.path))
  const access = await accessOf(options, request.caller.actor)
  try {
    return await answer(request, options, { address, access })
  } catch (error) {
    throw withinSight(error, access)
  }
}

interface Asked {
  readonly address: Address
  readonly access: Access
}

async function answer(request: ArmRequest, options: ArmOptions, { address, access }: Asked): Promise<ArmAnswer> {
  const { store, registry, operations } = options
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
    precondition: request.precondition,
  }
  if (route.verb === 'list') return list({ route, target, access, request, store })
  access.require(route.action, route.id)

  if (route.verb === 'get') return operations.get(target)
  if (route.verb === 'put') return put({ target, access, request, options })
  if (route.verb === 'patch') return patch(target, envelope(request.body()), options)
  if (route.verb === 'delete') {
    route.type.checkDeleteQuery?.(request.query, apiVersion)
    return checked({ ...target, store, verb: 'delete', body: {} }, route.type, () => operations.delete(target))
  }
  if (route.verb === 'head') return { status: (await isThere(target, store)) ? 204 : 404 }
  if (route.verb === 'events') return events(target, store)
  return act({ route, target, request, options })
}

async function put(call: {
  target: Target
  access: Access
  request: ArmRequest
  options: ArmOptions
}): Promise<ArmAnswer> {
  const { target, access, request, options } = call
  const body = envelope(request.body())
  await requireToCreate(target, access, { store: options.store, body })
  const change: AskedChange = { ...target, store: options.store, verb: 'put', body }
  const { operations } = options
  return checked(change, target.type, () =>
    request.isRehearsal ? operations.rehearse(target, body) : operations.put(target, body),
  )
}

/** What a type refuses of a PUT, it refuses of the PUT that a PATCH amounts to. */
function patch(target: Target, body: Envelope, { store, operations }: ArmOptions): Promise<ArmAnswer> {
  const { type, id } = target
  if (type.refuseChange === undefined) return operations.patch(target, body)
  return inGrantTurn(async () => {
    const record = await store.get(keyOf(id))
    const amounting = record && type.patched?.(record as ResourceRecord<never>, body)
    if (amounting) await type.refuseChange?.({ ...target, store, verb: 'put', body: amounting })
    return operations.patch(target, body)
  })
}

/** What refuses changes by rights must see none of them happen between its check and the change. */
function checked(change: AskedChange, type: AnyResourceType, work: () => Promise<ArmAnswer>): Promise<ArmAnswer> {
  if (type.refuseChange === undefined) return work()
  return inGrantTurn(async () => {
    await type.refuseChange?.(change)
    return work()
  })
}

async function requireToCreate(
  { type, id, parentId }: Target,
  access: Access,
  { store, body }: { readonly store: Store; readonly body: Envelope },
): Promise<void> {
  const actions = type.createActions ?? []
  const joins = type.joins?.(body) ?? []
  if ((actions.length === 0 && joins.length === 0) || (await store.get(keyOf(id)))) return
  for (const action of actions) access.require(action, parentId)
  for (const join of joins) {
    if (!access.can(join.action, join.id)) throw access.refusal(join.action, join.id, `'${id}' would be part of it.`)
  }
}

type Access = Awaited<ReturnType<typeof accessOf>>

async function answerEndpoint(
  endpoint: Endpoint,
  call: { address: Address; access: Access; request: ArmRequest; options: ArmOptions },
): Promise<ArmAnswer> {
  const { address, access, request, options } = call
  if (!isAtHome(endpoint.home, address.parentId)) throw unknownType(address)
  const apiVersion = resolveApiVersion(
    request.query.get('api-version') ?? undefined,
    endpoint.apiVersions,
    endpoint.type,
  )
  if (!endpoint.isOwn?.(address, request.caller)) {
    requireForEndpoint(endpoint, access, placeOf(endpoint, address))
  }
  await requireSubscription(address.parentId, options.store)
  if (endpoint.method === 'POST' && isLockedPost(endpoint.action, endpoint.isQuestion))
    await refuseLocked(options.store, placeOf(endpoint, address), 'action')
  if (request.isRehearsal && endpoint.method !== 'GET') return { status: 200 }
  return endpoint.handle({
    address,
    apiVersion,
    query: request.query,
    body: ['POST', 'PUT', 'PATCH'].includes(endpoint.method) ? request.body() : undefined,
    caller: request.caller,
    store: options.store,
    offered: options.registry.offered,
    types: options.registry.types,
    operations: options.operations,
    can: (action, id) => access.can(action, id),
    holdsAny: (id) => access.holdsAny(id),
  })
}

function placeOf({ isAtSubscription }: Endpoint, address: Address): string {
  const place = address.kind === 'resource' ? address.id : address.parentId
  return (isAtSubscription ? subscriptionIdOf(place) : undefined) ?? place
}

function requireForEndpoint({ action, isFiltered }: Endpoint, access: Access, scopeId: string): void {
  if (action === undefined) return
  if (isFiltered && access.canBelow(action, scopeId)) return
  access.require(action, scopeId)
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
  if (route.id === '' || (await store.get(keyOf(route.id)))) return
  throw await notFound(store, route.id)
}

async function requireSubscription(parentId: string, store: Store): Promise<void> {
  const subscription = subscriptionIdOf(parentId)
  if (subscription !== undefined && !(await store.get(keyOf(subscription)))) throw await notFound(store, subscription)
}

async function act(call: {
  route: Route
  target: Target
  request: ArmRequest
  options: ArmOptions
}): Promise<ArmAnswer> {
  const { route, target, request, options } = call
  const action = route.post
  if (action?.kind === 'change') return options.operations.act(target, action, request.body)
  const record = await options.store.get(keyOf(target.id))
  if (!record || !action) throw await notFound(options.store, target.id)
  if (action.method !== 'GET' && isLockedPost(route.action, action.isQuestion))
    await refuseLocked(options.store, target.id, 'action')
  const lastOperation = await options.store.lastOperation(record.key)
  const view = { record, lastOperation, apiVersion: target.apiVersion }
  const { query, caller } = request
  return { status: 200, body: await action.answer(view, { store: options.store, body: request.body(), query, caller }) }
}

async function isThere({ type, id, parentId }: Target, store: Store): Promise<boolean> {
  if (type.part === undefined) return (await store.get(keyOf(id))) !== undefined
  const parent = await store.get(keyOf(parentId))
  return parent !== undefined && partsOf(type, parent).some(({ key }) => key === keyOf(id))
}

async function events(target: Target, store: Store): Promise<ArmAnswer> {
  const operations = await store.operations({ resourceKey: keyOf(target.id), limit: 200 })
  if (operations.length === 0 && !(await isThere(target, store))) throw await notFound(store, target.id)
  return { status: 200, body: { value: operations.map(eventDocument) } }
}

function envelope(body: unknown) {
  return readBody(envelopeSchema, body ?? {})
}
