// Where a type may stand. An address that reads well but stands elsewhere (a workspace without a group, one in another)
// is nothing that is offered.

export type Home =
  | 'tenant'
  | 'tenantResource'
  | 'tenantOrSubscription'
  | 'subscription'
  | 'group'
  | 'subscriptionOrGroup'
  | 'resource'
  | 'resourceAnywhere'
  | 'scope'

/** What the parent of the address must look like. */
const parents: Readonly<Record<Home, RegExp>> = {
  tenant: /^$/,
  tenantResource: /^\/providers\/[^/]+(\/[^/]+\/[^/]+)+$/,
  tenantOrSubscription: /^(\/subscriptions\/[^/]+)?\/providers\/[^/]+(\/[^/]+\/[^/]+)+$/i,
  subscription: /^\/subscriptions\/[^/]+(\/providers\/.+)?$/i,
  group: /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+$/i,
  subscriptionOrGroup: /^\/subscriptions\/[^/]+(\/resourcegroups\/[^/]+)?$/i,
  resourceAnywhere: /^\/subscriptions\/[^/]+(\/resourcegroups\/[^/]+)?\/providers\/.+$/i,
  resource: /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/.+$/i,
  scope: /^/,
}

/** A list of what lives in groups may also be asked of a whole subscription. */
export function isAtHome(home: Home, parentId: string, isList = false): boolean {
  if (home === 'scope') return true
  if (isExtension(parentId)) return false
  return parents[home].test(parentId) || (isList && home === 'group' && /^\/subscriptions\/[^/]+$/i.test(parentId))
}

/** Below a second provider: only what lives at any scope does. */
function isExtension(parentId: string): boolean {
  const words = parentId.toLowerCase().split('/').slice(1)
  return words.filter((word, index) => index % 2 === 0 && word === 'providers').length > 1
}
