// `reference()` and `list…()`: what only the world can answer. A name of a resource in the template stands for its id, and
// its declared api-version for the one that was not given.

import type { Json } from '../../base/json.ts'
import type { Arguments } from '../arguments.ts'
import { isObject, memberOf } from '../json-values.ts'
import { type Need, type Runtime, UnmetNeed } from '../need.ts'
import { any, define, type NamedFunction, type Scope, type TemplateFunction, withFunctions } from '../scope.ts'

export interface KnownResource {
  readonly id: string
  readonly apiVersion: string
}

/** Finds what the template declares by id, name or symbolic name. */
export type FindResource = (name: string) => KnownResource | undefined

export function withRuntime(scope: Scope, runtime: Runtime, find: FindResource): Scope {
  return {
    ...withFunctions(scope, [referenceFunction(runtime, find)]),
    others: (name) => (/^list[a-z0-9]*$/.test(name) ? listFunction(runtime, find) : undefined),
  }
}

/** Where nothing is deployed yet they are refused, by name. */
export function withoutRuntime(scope: Scope): Scope {
  return { ...scope, others: (name) => (isRuntimeFunction(name) ? refusing : undefined) }
}

const refusing: TemplateFunction = {
  takes: [0, any],
  call: (args) => {
    throw args.fault('can be used only in what is put into a resource and in outputs: nothing is deployed yet here')
  },
}

export const isRuntimeFunction = (name: string): boolean => /^(?:reference|list[a-z0-9]*)$/i.test(name)

function referenceFunction(runtime: Runtime, find: FindResource): NamedFunction {
  return define('reference', [1, 3], (args) => {
    const { id, apiVersion } = named(args, find)
    const given = args.count > 1 && args.value(1) !== null ? args.text(1) : apiVersion
    const isFull = args.count > 2 && args.text(2).toLowerCase() === 'full'
    const document = answered({ kind: 'reference', id, apiVersion: given }, runtime)
    if (!isFull) return (isObject(document) ? memberOf(document, 'properties') : undefined) ?? {}
    return { ...(isObject(document) ? document : {}), apiVersion: given, resourceId: id, ...standingOf(id) }
  })
}

function listFunction(runtime: Runtime, find: FindResource): TemplateFunction {
  return {
    takes: [2, 3],
    call: (args) => {
      const { id } = named(args, find)
      const body = args.count > 2 ? args.value(2) : undefined
      return answered({ kind: 'list', action: args.name, id, apiVersion: args.text(1), body }, runtime)
    },
  }
}

function named(args: Arguments, find: FindResource): { readonly id: string; readonly apiVersion: string | undefined } {
  const name = args.text(0)
  const found = find(name)
  if (found !== undefined) return found
  if (name.startsWith('/')) return { id: name, apiVersion: undefined }
  throw args.fault(`names '${name}', which is neither an id nor a resource of the template`)
}

function answered(need: Need, runtime: Runtime): Json {
  const answer = runtime(need)
  if (answer === undefined) throw new UnmetNeed(need)
  return answer
}

function standingOf(id: string): Record<string, string> {
  const [, subscriptionId] = /^\/subscriptions\/([^/]+)/i.exec(id) ?? []
  const [, resourceGroupName] = /\/resourcegroups\/([^/]+)/i.exec(id) ?? []
  return { ...(subscriptionId ? { subscriptionId } : {}), ...(resourceGroupName ? { resourceGroupName } : {}) }
}
