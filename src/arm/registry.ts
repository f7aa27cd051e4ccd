// Everything that is offered, by address type. Names are compared without regard to case.

import { methodOf, permissionOf } from './action-address.ts'
import type { Endpoint, OfferedType } from './endpoint.ts'
import type { AnyResourceType } from './resource-type.ts'

export interface Provider {
  readonly namespace: string
  readonly types: readonly AnyResourceType[]
  readonly endpoints: readonly Endpoint[]
}

/** One thing that can be asked for, as the authorisation coverage test counts them. */
export interface RegisteredOperation {
  readonly method: string
  readonly type: string
  readonly action: string | undefined
}

export interface Registry {
  readonly types: readonly AnyResourceType[]
  readonly offered: readonly OfferedType[]
  type(name: string): AnyResourceType | undefined
  endpoint(method: string, kind: string, type: string): Endpoint | undefined
  operations(): RegisteredOperation[]
}

export function createRegistry(providers: readonly Provider[]): Registry {
  const types = new Map(providers.flatMap((provider) => provider.types.map((type) => [type.type.toLowerCase(), type])))
  const endpoints = new Map(
    providers.flatMap((provider) =>
      provider.endpoints.map((endpoint) => [endpointKey(endpoint.method, endpoint.kind, endpoint.type), endpoint]),
    ),
  )
  return {
    types: [...types.values()],
    offered: offeredBy(providers),
    type: (name) => types.get(name.toLowerCase()),
    endpoint: (method, kind, type) => endpoints.get(endpointKey(method, kind, type)),
    operations: () => [
      ...[...types.values()].flatMap(operationsOf),
      ...[...endpoints.values()].map(operationOfEndpoint),
    ],
  }
}

function offeredBy(providers: readonly Provider[]): OfferedType[] {
  return providers.flatMap(({ namespace, types, endpoints }) => {
    const listed = endpoints.filter(({ isUnlisted }) => !isUnlisted)
    const versions = new Map([...types, ...listed].map((each) => [each.type, each.apiVersions]))
    return [...versions].map(([type, apiVersions]) => ({
      namespace,
      type: type.slice(namespace.length + 1),
      apiVersions: apiVersions.toReversed(),
    }))
  })
}

const methods = { get: 'GET', list: 'GET', put: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const
const permissions = { get: 'read', list: 'read', put: 'write', patch: 'write', delete: 'delete' } as const

function operationsOf(type: AnyResourceType): RegisteredOperation[] {
  const verbs = type.verbs.map((verb) => ({
    method: verb === 'list' ? 'LIST' : methods[verb],
    type: type.type,
    action: `${type.type}/${permissions[verb]}`,
  }))
  const actions = Object.entries(type.actions ?? {}).map(([name, action]) => ({
    method: `${methodOf(action)} ${name}`,
    type: type.type,
    action: permissionOf(type.type, name, action),
  }))
  const reads = type.verbs.includes('get') ? ['HEAD', 'GET events'] : []
  const more = reads.map((method) => ({ method, type: type.type, action: `${type.type}/read` }))
  return [...verbs, ...actions, ...more]
}

function operationOfEndpoint(endpoint: Endpoint): RegisteredOperation {
  return { method: `${endpoint.method} ${endpoint.kind}`, type: endpoint.type, action: endpoint.action }
}

function endpointKey(method: string, kind: string, type: string): string {
  return `${method} ${kind} ${type.toLowerCase()}`
}
