// Workspaces as templates and SDKs write them, and the keys of what they refer to.

import { describe, expect, test } from 'vitest'
import { makeWorkspace } from '../support/arm-paths.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const type = 'Microsoft.MachineLearningServices/workspaces'

/** A storage account, a vault, insights and a registry with an admin user; answers their ids. */
async function makeDependencies(server: TestServer, groupId: string) {
  const make = async (kind: string, name: string, body: object) => {
    const id = `${groupId}/providers/${kind}/${name}`
    const { status } = await server.call('PUT', `${id}?api-version=2026-01-01`, { location: 'eastus', ...body })
    expect(status).toBeLessThan(202)
    return id
  }
  const { tenantId } = server.installation
  return {
    storageAccount: await make('Microsoft.Storage/storageAccounts', 'labsa', {
      sku: { name: 'Standard_LRS' },
      kind: 'StorageV2',
    }),
    keyVault: await make('Microsoft.KeyVault/vaults', 'labkv', {
      properties: { tenantId, sku: { family: 'A', name: 'standard' } },
    }),
    applicationInsights: await make('Microsoft.Insights/components', 'labai', {
      kind: 'web',
      properties: { Application_Type: 'web' },
    }),
    containerRegistry: await make('Microsoft.ContainerRegistry/registries', 'labcr', {
      sku: { name: 'Standard' },
      properties: { adminUserEnabled: true },
    }),
  }
}

/** Of azure-ai-ml's own template, as it comes out with nothing but a name given. */
const ofAzureAiMl = {
  kind: 'default',
  identity: { type: 'SystemAssigned' },
  tags: {},
  properties: {
    friendlyName: 'ws2',
    description: 'ws2',
    containerRegistry: null,
    hbiWorkspace: 'false',
    imageBuildCompute: '',
    publicNetworkAccess: 'Enabled',
    softDeleteEnabled: 'false',
    allowRecoverSoftDeletedWorkspace: 'false',
    encryption: {
      status: 'Disabled',
      keyVaultProperties: { keyVaultArmId: '', keyIdentifier: '' },
      cosmosDbArmId: '',
      storageAccountArmId: '',
      SearchAccountArmId: '',
    },
    primaryUserAssignedIdentity: '',
    systemDatastoresAuthMode: '',
    allowRoleAssignmentOnRG: 'true',
    managedNetwork: { isolationMode: 'Disabled' },
    provisionNetworkNow: 'false',
    featureStoreSettings: { computeruntime: { SparkRuntimeVersion: '' } },
    enableDataIsolation: 'false',
    workspaceHubConfig: {},
    existingWorkspaces: [],
    serverlessComputeSettings: {},
  },
}

/** Of azureml-core's template. */
const ofAzureMlCore = {
  identity: { type: 'SystemAssigned', userAssignedIdentities: null },
  sku: { tier: 'basic', name: 'basic' },
  tags: null,
  properties: {
    containerRegistry: null,
    adbWorkspace: null,
    friendlyName: 'ws2',
    primaryUserAssignedIdentity: null,
    encryption: {
      status: 'Disabled',
      identity: { userAssignedIdentity: null },
      keyVaultProperties: { keyVaultArmId: null, keyIdentifier: null, identityClientId: '' },
    },
    hbiWorkspace: false,
    systemDatastoresAuthMode: 'accesskey',
    v1LegacyMode: null,
  },
}

const ofQuickstart = { identity: { type: 'systemAssigned' }, properties: { friendlyName: 'ws2' } }

describe.each([
  ['the quickstart of compute instances', '2020-03-01', ofQuickstart, {}],
  ['the quickstart of workspaces', '2022-10-01', ofQuickstart, {}],
  [
    'a template of 2018',
    '2018-03-01-preview',
    { ...ofQuickstart, properties: { description: '', friendlyName: '' } },
    {},
  ],
  ['azureml-core', '2021-01-01', ofAzureMlCore, { hbiWorkspace: false }],
  [
    'azure-ai-ml',
    '2023-08-01-preview',
    ofAzureAiMl,
    { hbiWorkspace: false, publicNetworkAccess: 'Enabled', managedNetwork: { isolationMode: 'Disabled' } },
  ],
])('%s at %s', (_name, version, body, shown) => {
  test('makes a workspace, which is shown with what it refers to', async () => {
    await using server = await startTestServer()
    const { groupId } = await makeWorkspace(server)
    const links = await makeDependencies(server, groupId)
    const id = `${groupId}/providers/${type}/ws2`
    const { containerRegistry: _, ...needed } = links
    const sent = { location: 'eastus', ...body, properties: { ...body.properties, ...needed } }
    const made = await server.call('PUT', `${id}?api-version=${version}`, sent)
    expect(made.status).toBe(200)
    expect(made.body).toMatchObject({
      identity: { type: 'SystemAssigned', tenantId: server.installation.tenantId },
      sku: { name: 'Basic', tier: 'Basic' },
      properties: { provisioningState: 'Succeeded', ...needed, ...shown },
    })
    for (const name of [
      'encryption',
      'softDeleteEnabled',
      'workspaceHubConfig',
      'featureStoreSettings',
      'adbWorkspace',
    ])
      expect(made.body.properties).not.toHaveProperty(name)
    const { systemDatastoresAuthMode } = (await server.call('GET', `${id}?api-version=2024-10-01`)).body.properties
    expect(systemDatastoresAuthMode).toBe(body === ofAzureMlCore ? 'accesskey' : undefined)
    expect(made.body.properties).not.toHaveProperty('systemDatastoresAuthMode')
    const again = await server.call('PUT', `${id}?api-version=${version}`, made.body)
    expect([again.status, again.body.properties]).toEqual([200, made.body.properties])
  })
})

test('keys are those of the storage account, the insights and the registry it refers to', async () => {
  await using server = await startTestServer()
  const { groupId, workspaceId } = await makeWorkspace(server)
  const query = 'api-version=2022-10-01'
  expect((await server.call('POST', `${workspaceId}/listKeys?${query}`)).body).toEqual({})
  const none = await server.call('POST', `${workspaceId}/listStorageAccountKeys?${query}`)
  expect([none.status, none.body.error.code]).toEqual([404, 'StorageAccountNotFound'])

  const links = await makeDependencies(server, groupId)
  await server.call('PATCH', `${workspaceId}?${query}`, { properties: links })
  const storage = await server.call('POST', `${links.storageAccount}/listKeys?api-version=2022-05-01`)
  const registry = await server.call('POST', `${links.containerRegistry}/listCredentials?api-version=2023-07-01`)
  const insights = await server.call('GET', `${links.applicationInsights}?api-version=2020-02-02`)
  const { body: keys } = await server.call('POST', `${workspaceId}/listKeys?${query}`)
  expect(keys).toEqual({
    userStorageKey: storage.body.keys[0].value,
    userStorageResourceId: links.storageAccount,
    appInsightsInstrumentationKey: insights.body.properties.InstrumentationKey,
    containerRegistryCredentials: { location: 'eastus', ...registry.body },
  })
  const account = await server.call('POST', `${workspaceId}/listStorageAccountKeys?${query}`)
  expect(account.body).toEqual({ userStorageKey: keys.userStorageKey })
  expect((await server.call('POST', `${workspaceId}/resyncKeys?${query}`)).status).toBe(200)
  const { token } = await server.principal('Reader')
  expect((await server.call('POST', `${workspaceId}/listKeys?${query}`, {}, { token })).status).toBe(403)
})

test('a diagnosis names what it refers to and is not here', async () => {
  await using server = await startTestServer()
  const { groupId, workspaceId } = await makeWorkspace(server)
  const { storageAccount, ...rest } = await makeDependencies(server, groupId)
  await server.call('PATCH', `${workspaceId}?api-version=2022-10-01`, { properties: { storageAccount, ...rest } })
  const ask = async () =>
    (await server.call('POST', `${workspaceId}/diagnose?api-version=2022-10-01`, { value: {} })).body.value
  const healthy = await ask()
  expect(Object.keys(healthy)).toHaveLength(9)
  expect(Object.values(healthy).flat()).toEqual([])
  await server.call('DELETE', `${storageAccount}?api-version=2022-05-01`)
  expect((await ask()).storageAccountResults).toEqual([
    { code: 'StorageAccountNotFound', level: 'Warning', message: expect.stringContaining(storageAccount) },
  ])
})

test('PATCH changes what it names and leaves the rest, tags but for their whole', async () => {
  await using server = await startTestServer()
  const { groupId, workspaceId } = await makeWorkspace(server)
  const links = await makeDependencies(server, groupId)
  const query = 'api-version=2024-10-01'
  const patch = (body: unknown) => server.call('PATCH', `${workspaceId}?${query}`, body)
  await patch({ tags: { a: '1' }, properties: { ...links, description: 'first' } })
  const renamed = await patch({ properties: { friendlyName: 'Lab' }, identity: { type: 'SystemAssigned' } })
  expect(renamed.status).toBe(200)
  expect(renamed.body).toMatchObject({
    tags: { a: '1' },
    identity: { type: 'SystemAssigned' },
    properties: { friendlyName: 'Lab', description: 'first', ...links },
  })
  const bare = await patch({ tags: { b: '2' }, properties: { containerRegistry: null } })
  expect(bare.body.tags).toEqual({ b: '2' })
  expect(bare.body.properties).not.toHaveProperty('containerRegistry')
  expect((await server.call('PATCH', `${workspaceId}none?${query}`, {})).status).toBe(404)
})

test.each([
  [{ kind: 'Hub' }, 'kind'],
  [{ sku: { name: 'Huge' } }, 'sku.name'],
  [{ properties: { managedNetwork: { isolationMode: 'AllowInternetOutbound' } } }, 'managed networks are not offered'],
  [{ properties: { softDeleteEnabled: true } }, 'softDeleteEnabled'],
  [{ properties: { provisionNetworkNow: 'true' } }, 'provisionNetworkNow'],
  [{ properties: { adbWorkspace: '/a' } }, 'Databricks workspaces are not offered'],
  [{ properties: { publicNetworkAccess: 'Sometimes' } }, 'must be one of Enabled, Disabled'],
  [{ properties: { hubResourceId: '/hub' } }, 'hubResourceId'],
  [{ properties: { networkAcls: { ipRules: [{ value: '10.0.0.1' }] } } }, 'networkAcls'],
  [{ properties: { hbiWorkspace: 'perhaps' } }, 'hbiWorkspace'],
  [{ properties: { datastores: [] } }, 'datastores'],
])('%j is refused by name', async (change, name) => {
  await using server = await startTestServer()
  const { groupId } = await makeWorkspace(server)
  const id = `${groupId}/providers/${type}/ws2?api-version=2024-10-01`
  const refused = await server.call('PUT', id, { location: 'eastus', properties: {}, ...change })
  expect(refused.status).toBe(400)
  expect(`${refused.body.error.target} ${refused.body.error.message}`).toContain(name)
})
