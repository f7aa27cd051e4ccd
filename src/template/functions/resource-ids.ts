// Ids of resources from their types and names. The first argument with a slash is the type; what stands before it says
// where (a subscription, a group), and after it comes one name for each segment of the type.

import type { Arguments } from '../arguments.ts'
import { any, define, type NamedFunction } from '../scope.ts'

export interface IdContext {
  /** Undefined where the deployment stands above subscriptions. */
  readonly subscriptionId: string | undefined
  /** Undefined where the deployment is not one of a group. */
  readonly resourceGroup: string | undefined
}

export function resourceIdFunctions(context: IdContext): readonly NamedFunction[] {
  return [
    define('resourceId', [2, any], (args) => resourceId(args, context)),
    define('subscriptionResourceId', [2, any], (args) => subscriptionResourceId(args, context)),
    define('tenantResourceId', [2, any], (args) => `/providers/${typeAndNames(args, 0)}`),
    define('extensionResourceId', [3, any], (args) => {
      return `${args.text(0).replace(/\/+$/, '')}/providers/${typeAndNames(args, 1)}`
    }),
    define('managementGroupResourceId', [2, any], (args) => {
      const at = typeIndex(args, 1)
      if (at === 0) throw args.fault('needs the name of a management group before the type')
      return `/providers/Microsoft.Management/managementGroups/${args.text(0)}/providers/${typeAndNames(args, at)}`
    }),
  ]
}

function resourceId(args: Arguments, context: IdContext): string {
  const at = typeIndex(args, 2)
  const group = at > 0 ? args.text(at - 1) : context.resourceGroup
  const subscription = at > 1 ? args.text(0) : context.subscriptionId
  const resource = typeAndNames(args, at)
  if (subscription === undefined) return `/providers/${resource}`
  if (group === undefined) return `/subscriptions/${subscription}/providers/${resource}`
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${resource}`
}

function subscriptionResourceId(args: Arguments, context: IdContext): string {
  const at = typeIndex(args, 1)
  const subscription = at === 1 ? args.text(0) : context.subscriptionId
  if (subscription === undefined) throw args.fault('needs a subscription before the type here')
  return `/subscriptions/${subscription}/providers/${typeAndNames(args, at)}`
}

/** At most `before` arguments may stand in front. */
function typeIndex(args: Arguments, before: number): number {
  for (let index = 0; index <= Math.min(before, args.count - 1); index++) {
    if (args.text(index).includes('/')) return index
  }
  throw args.fault("finds no resource type, such as 'Microsoft.Network/virtualNetworks', where one is expected")
}

/** Names may be empty: the id is then of nothing, and refused by whoever uses it. */
function typeAndNames(args: Arguments, at: number): string {
  const type = args.text(at).replace(/\/$/, '')
  const [namespace = '', ...segments] = type.split('/')
  if (namespace === '' || segments.length === 0 || segments.includes('')) {
    throw args.fault(`is given '${type}', which is not a resource type`)
  }
  const names = Array.from({ length: args.count - at - 1 }, (_, index) => args.text(at + 1 + index))
  if (names.length !== segments.length) {
    const wanted = `${segments.length} name${segments.length === 1 ? '' : 's'}`
    throw args.fault(`needs ${wanted} for the type '${type}', one for each segment, and is given ${names.length}`)
  }
  return [namespace, ...segments.flatMap((segment, index) => [segment, names[index] ?? ''])].join('/')
}
