// The unmodified npm clients, pointed at an installation by their public options alone.

import { AuthorizationManagementClient } from '@azure/arm-authorization'
import { BatchAIManagementClient } from '@azure/arm-batchai'
import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning'
import { PolicyClient } from '@azure/arm-policy'
import { ResourceManagementClient } from '@azure/arm-resources'
import { ResourceManagementClient as DeploymentsClient } from '@azure/arm-resources-5'
import { SubscriptionClient } from '@azure/arm-resources-subscriptions'
import { ClientSecretCredential } from '@azure/identity'

export interface Pointing {
  readonly endpoint: string
  readonly tenantId: string
  readonly subscriptionId: string
  readonly clientId: string
  readonly clientSecret: string
}

export interface Clients {
  readonly subscriptions: SubscriptionClient
  readonly resources: ResourceManagementClient
  /** Of the generation that still has deployments. */
  readonly deployments: DeploymentsClient
  readonly machineLearning: AzureMachineLearningWorkspaces
  readonly authorization: AuthorizationManagementClient
  readonly policy: PolicyClient
  readonly batchAi: BatchAIManagementClient
}

export function openClients({ endpoint, tenantId, subscriptionId, clientId, clientSecret }: Pointing): Clients {
  const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, {
    authorityHost: endpoint,
    disableInstanceDiscovery: true,
  })
  const scope = `${endpoint}/.default`
  const options = { endpoint, credentialScopes: [scope] }
  return {
    // The newer generation of clients takes its scopes under another name.
    subscriptions: new SubscriptionClient(credential, { endpoint, credentials: { scopes: [scope] } }),
    resources: new ResourceManagementClient(credential, subscriptionId, options),
    deployments: new DeploymentsClient(credential, subscriptionId, options),
    machineLearning: new AzureMachineLearningWorkspaces(credential, subscriptionId, options),
    authorization: new AuthorizationManagementClient(credential, subscriptionId, options),
    policy: new PolicyClient(credential, subscriptionId, options),
    batchAi: new BatchAIManagementClient(credential, subscriptionId, {
      baseUri: endpoint,
      longRunningOperationRetryTimeout: 1,
    }),
  }
}
