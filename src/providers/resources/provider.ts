import type { Provider } from '../../arm/registry.ts'
import { getProvider, listProviders } from './provider-list.ts'
import { resourceGroups } from './resource-groups.ts'
import { listGroupResources, listSubscriptionResources } from './resource-list.ts'
import { getSubscription, listLocations, listSubscriptions, listTenants } from './subscriptions.ts'
import { listTagNames } from './tag-names.ts'
import { tagsEndpoints } from './tags.ts'

export const resources: Provider = {
  namespace: 'Microsoft.Resources',
  types: [resourceGroups],
  endpoints: [
    listSubscriptions,
    getSubscription,
    listLocations,
    listTenants,
    listProviders,
    getProvider,
    listSubscriptionResources,
    listGroupResources,
    ...tagsEndpoints,
    listTagNames,
  ],
}
