// The shortest program of each SDK that lists the compute instances of the workspace in its environment.

export const mlClientSample = `# pip install azure-ai-ml azure-identity
from os import environ as env

from azure.ai.ml import MLClient
from azure.identity import ClientSecretCredential

credential = ClientSecretCredential(
    env["AZURE_TENANT_ID"],
    env["AZURE_CLIENT_ID"],
    env["AZURE_CLIENT_SECRET"],
    authority=env["CARREL_ENDPOINT"],
    disable_instance_discovery=True,
)
place = env["AZURE_SUBSCRIPTION_ID"], env["CARREL_RESOURCE_GROUP"], env["CARREL_WORKSPACE"]
client = MLClient(credential, *place, enable_telemetry=False)
print([compute.name for compute in client.compute.list()])`

export const azuremlCoreSample = `# pip install azureml-core
from os import environ as env

from azureml.core import Workspace
from azureml.core.authentication import ServicePrincipalAuthentication

auth = ServicePrincipalAuthentication(
    tenant_id="adfs",
    service_principal_id=env["AZURE_CLIENT_ID"],
    service_principal_password=env["AZURE_CLIENT_SECRET"],
    cloud="Carrel",
)
workspace = Workspace.get(
    env["CARREL_WORKSPACE"],
    auth=auth,
    subscription_id=env["AZURE_SUBSCRIPTION_ID"],
    resource_group=env["CARREL_RESOURCE_GROUP"],
)
print(workspace.compute_targets)`

export const npmSample = `// npm install @azure/identity @azure/arm-machinelearning
import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning'
import { ClientSecretCredential } from '@azure/identity'

const env = process.env
const endpoint = env.CARREL_ENDPOINT
const credential = new ClientSecretCredential(env.AZURE_TENANT_ID, env.AZURE_CLIENT_ID, env.AZURE_CLIENT_SECRET, {
  authorityHost: endpoint,
  disableInstanceDiscovery: true,
})
const client = new AzureMachineLearningWorkspaces(credential, env.AZURE_SUBSCRIPTION_ID, {
  endpoint,
  credentialScopes: [\`\${endpoint}/.default\`],
})
for await (const { name } of client.computeOperations.list(env.CARREL_RESOURCE_GROUP, env.CARREL_WORKSPACE))
  console.log(name)`
