// What a program that deploys templates calls.

import type { Deployment, DeploymentWhatIf } from '@azure/arm-resources-5'
import type { Clients } from './open-clients.ts'

/** Only while the clients' own default of two seconds between polls is not what is tested. */
const soon = { updateIntervalInMs: 100 }

export const deploymentCalls = {
  deploy: ({ deployments }: Clients, group: string, name: string, body: Deployment) =>
    deployments.deployments.beginCreateOrUpdateAndWait(group, name, body, soon),
  startDeployment: async ({ deployments }: Clients, group: string, name: string, body: Deployment) => {
    await deployments.deployments.beginCreateOrUpdate(group, name, body, soon)
  },
  validateDeployment: ({ deployments }: Clients, group: string, name: string, body: Deployment) =>
    deployments.deployments.beginValidateAndWait(group, name, body, soon),
  whatIf: ({ deployments }: Clients, group: string, name: string, body: DeploymentWhatIf) =>
    deployments.deployments.beginWhatIfAndWait(group, name, body, soon),
  getDeployment: ({ deployments }: Clients, group: string, name: string) => deployments.deployments.get(group, name),
  deploymentExists: async ({ deployments }: Clients, group: string, name: string) =>
    (await deployments.deployments.checkExistence(group, name)).body,
  listDeployments: ({ deployments }: Clients, group: string) =>
    Array.fromAsync(deployments.deployments.listByResourceGroup(group)),
  cancelDeployment: ({ deployments }: Clients, group: string, name: string) =>
    deployments.deployments.cancel(group, name),
  exportTemplate: ({ deployments }: Clients, group: string, name: string) =>
    deployments.deployments.exportTemplate(group, name),
  deleteDeployment: ({ deployments }: Clients, group: string, name: string) =>
    deployments.deployments.beginDeleteAndWait(group, name, soon),
  listDeploymentOperations: ({ deployments }: Clients, group: string, name: string) =>
    Array.fromAsync(deployments.deploymentOperations.list(group, name)),
  getDeploymentOperation: ({ deployments }: Clients, group: string, name: string, id: string) =>
    deployments.deploymentOperations.get(group, name, id),
  templateHash: ({ deployments }: Clients, template: Record<string, unknown>) =>
    deployments.deployments.calculateTemplateHash(template),
  deployToSubscription: ({ deployments }: Clients, name: string, body: Deployment) =>
    deployments.deployments.beginCreateOrUpdateAtSubscriptionScopeAndWait(name, body, soon),
}
