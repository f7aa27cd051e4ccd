// From method and address to the type, the verb and the action it needs. What is registered but does not stand where the
// address says is not offered there.

import { methodOf, permissionOf } from '../arm/action-address.ts'
import { isAtHome } from '../arm/home.ts'
import type { Registry } from '../arm/registry.ts'
import type { Address } from '../arm/resource-id.ts'
import type { Action, AnyResourceType } from '../arm/resource-type.ts'
import { ArmError } from '../base/errors.ts'

export interface Route {
  readonly type: AnyResourceType
  readonly verb: 'get' | 'list' | 'put' | 'patch' | 'delete' | 'head' | 'events' | 'act'
  readonly id: string
  readonly parentId: string
  readonly name: string
  /** What the caller needs at `id`. */
  readonly action: string
  readonly post?: Action<unknown, unknown>
}

export function routeOf(method: string, address: Address, registry: Registry): Route {
  const route =
    address.kind === 'resource' ? resourceRoute(method, address, registry) : collectionRoute(method, address, registry)
  if (!isAtHome(route.type.home, route.parentId, route.verb === 'list')) throw unknownType(address)
  return route
}

const verbs: Readonly<Record<string, Route['verb']>> = {
  GET: 'get',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'delete',
  HEAD: 'head',
}
const permissions = { get: 'read', head: 'read', put: 'write', patch: 'write', delete: 'delete' } as const

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
  if (method !== methodOf(post)) throw notAllowed(method, type)
  return { ...place, verb: 'act', action: permissionOf(type.type, name, post), post }
}

function parentOf(id: string): string {
  const parent = id.split('/').slice(0, -2).join('/')
  return /\/providers\/[^/]+$/i.test(parent) ? parent.split('/').slice(0, -2).join('/') : parent
}

export function unknownType(address: Address): ArmError {
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
