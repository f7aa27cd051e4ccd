import { ArmError } from '../base/errors.ts'
import type { Store } from '../store/store.ts'
import { groupIdOf, keyOf, subscriptionIdOf } from './resource-id.ts'

/** 404 naming the outermost that is missing: subscription, group, or the resource itself. */
export async function notFound(store: Pick<Store, 'get'>, id: string): Promise<ArmError> {
  for (const outer of [subscriptionIdOf(id), groupIdOf(id)]) {
    if (outer !== undefined && !(await store.get(keyOf(outer)))) return missing(outer)
  }
  return missing(id)
}

/** The 404 for an id that is known to be missing. */
export function missing(id: string): ArmError {
  const name = id.split('/').at(-1)
  if (keyOf(id) === keyOf(subscriptionIdOf(id) ?? ''))
    return new ArmError(404, 'SubscriptionNotFound', `The subscription '${name}' could not be found.`)
  if (keyOf(id) === keyOf(groupIdOf(id) ?? ''))
    return new ArmError(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`)
  return new ArmError(404, 'ResourceNotFound', `The resource '${id}' was not found.`)
}
