// What may be done with the resources of a provider, by the actions that roles speak of. From what is offered, so that it
// never says more.

import { permissionOf } from './action-address.ts'
import type { Endpoint } from './endpoint.ts'
import type { AnyResourceType } from './resource-type.ts'

const verbs = { get: 'read', list: 'read', put: 'write', patch: 'write', delete: 'delete' } as const
const words = { read: 'Read', write: 'Create or change', delete: 'Delete' } as const

/** `GET /providers/{namespace}/operations`, for whoever is signed in. */
export function operationList(namespace: string, apiVersions: readonly string[]): Endpoint {
  const type = `${namespace}/operations`
  return {
    ...{ method: 'GET', kind: 'collection', home: 'tenant', type, apiVersions },
    action: undefined,
    async handle({ types }) {
      const own = types.filter((each) => each.type.startsWith(`${namespace}/`))
      return { status: 200, body: { value: own.flatMap((each) => operationsOf(namespace, each)) } }
    },
  }
}

function operationsOf(namespace: string, type: AnyResourceType) {
  const resource = type.type.slice(namespace.length + 1)
  const permissions = new Set(type.verbs.map((verb) => verbs[verb]))
  const usual = [...permissions].map((permission) => ({
    name: `${type.type}/${permission}`,
    operation: `${words[permission]} ${resource}`,
  }))
  const actions = Object.entries(type.actions ?? {}).map(([name, action]) => ({
    name: permissionOf(type.type, name, action),
    operation: `${name} of ${resource}`,
  }))
  const seen = new Map([...actions, ...usual].map((each) => [each.name, each.operation]))
  return [...seen].map(([name, operation]) => ({
    name,
    display: { provider: namespace, resource, operation, description: `${operation}.` },
    origin: 'user',
  }))
}
