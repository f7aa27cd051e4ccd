// A program as it is written for public Azure: it names no address, and knows nothing of Carrel. Prints what it found.

import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning'
import { ResourceManagementClient } from '@azure/arm-resources'
import { SubscriptionClient } from '@azure/arm-resources-subscriptions'
import { EnvironmentCredential } from '@azure/identity'

const { AZURE_SUBSCRIPTION_ID = '', GROUP = '', WORKSPACE = '' } = process.env
const credential = new EnvironmentCredential()
const subscriptions = new SubscriptionClient(credential)
const resources = new ResourceManagementClient(credential, AZURE_SUBSCRIPTION_ID)
const machineLearning = new AzureMachineLearningWorkspaces(credential, AZURE_SUBSCRIPTION_ID)

const listed = await Array.fromAsync(subscriptions.subscriptions.list())
const group = await resources.resourceGroups.createOrUpdate('exec-npm', { location: 'eastus' })
await resources.resourceGroups.beginDeleteAndWait('exec-npm')
const made = await machineLearning.computeOperations.beginCreateOrUpdateAndWait(GROUP, WORKSPACE, 'exec-desk', {
  location: 'eastus',
  properties: { computeType: 'ComputeInstance', properties: { vmSize: 'STANDARD_D2_V2' } },
})
await machineLearning.computeOperations.beginDeleteAndWait(GROUP, WORKSPACE, 'exec-desk', 'Delete')
const cloud: unknown = await (
  await fetch('https://management.azure.com/metadata/endpoints?api-version=2022-09-01')
).json()

console.log(
  JSON.stringify({
    subscriptions: listed.map(({ subscriptionId }) => subscriptionId),
    group: group.name,
    instance: made.properties?.provisioningState,
    cloud,
  }),
)
