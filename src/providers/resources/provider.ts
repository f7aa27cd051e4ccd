import type { Provider } from '../../arm/registry.ts'
import { deploymentParts } from './deployments/deployments-provider.ts'
import type { DeploymentServices } from './deployments/services.ts'
import { getProvider, listProviders } from './provider-list.ts'
import { resourceGroups } from './resource-groups.ts'
import { listGroupResources, listSubscriptionResources } from './resource-list.ts'
import { getSubscription, listLocations, listSubscriptions, listTenants } from './subscriptions.ts'
import { listTagNames } from './tag-names.ts'
import { tagsEndpoints } from './tags.ts'

export function resources(services: DeploymentServices): Provider {
  const deployments = deploymentParts(services)
  return {
    namespace: 'Microsoft.Resources',
    types: [resourceGroups, ...deployments.types],
    endpoints: [
      ...deployments.endpoints,
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
}
