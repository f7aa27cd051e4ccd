// The types that templates and clients carry along: kept, checked, shown, listed, and gone with their group.

import { describe, expect, test } from 'vitest'
import { makeWorkspace } from '../support/arm-paths.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

interface Kind {
  readonly type: string
  readonly apiVersion: string
  readonly name: string
  readonly body: Record<string, unknown>
  /** Of the answer to the PUT. */
  readonly shown: Record<string, unknown>
  readonly status: number
}

const guid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
const tenantId = '11111111-1111-4111-8111-111111111111'

/** Bodies of the templates in use: two official ones, and those the two Python SDKs make a workspace with. */
const kinds: readonly Kind[] = [
  {
    type: 'Microsoft.Storage/storageAccounts',
    apiVersion: '2018-07-01',
    name: 'labstorage',
    status: 200,
    body: {
      sku: { name: 'Standard_LRS' },
      kind: 'StorageV2',
      properties: {
        encryption: {
          services: { blob: { enabled: 'true' }, file: { enabled: 'true' } },
          keySource: 'Microsoft.Storage',
        },
        supportsHttpsTrafficOnly: true,
        allowBlobPublicAccess: false,
      },
    },
    shown: {
      sku: { name: 'Standard_LRS', tier: 'Standard' },
      kind: 'StorageV2',
      properties: {
        provisioningState: 'Succeeded',
        primaryLocation: 'eastus',
        statusOfPrimary: 'available',
        primaryEndpoints: { blob: 'https://labstorage.blob.localhost/', file: 'https://labstorage.file.localhost/' },
        encryption: { services: { blob: { enabled: true }, file: { enabled: true } }, keySource: 'Microsoft.Storage' },
        allowBlobPublicAccess: false,
      },
    },
  },
  {
    type: 'Microsoft.KeyVault/vaults',
    apiVersion: '2015-06-01',
    name: 'lab-Vault',
    status: 200,
    body: {
      properties: {
        enabledForDeployment: 'true',
        enabledForTemplateDeployment: 'true',
        enabledForVolumeEncryption: 'true',
        tenantId,
        accessPolicies: [],
        sku: { name: 'Standard', family: 'A' },
      },
    },
    shown: {
      properties: {
        tenantId,
        sku: { family: 'A', name: 'standard' },
        accessPolicies: [],
        enabledForDeployment: true,
        enabledForTemplateDeployment: true,
        enabledForVolumeEncryption: 'true',
        vaultUri: 'https://lab-vault.vault.localhost/',
      },
    },
  },
  {
    type: 'microsoft.insights/components',
    apiVersion: '2020-02-02-preview',
    name: 'lab-insights',
    status: 200,
    body: { kind: 'web', properties: { Application_Type: 'web', WorkspaceResourceId: '/logs' } },
    shown: {
      type: 'Microsoft.Insights/components',
      kind: 'web',
      properties: {
        Application_Type: 'web',
        InstrumentationKey: guid,
        AppId: guid,
        ApplicationId: 'lab-insights',
        IngestionMode: 'LogAnalytics',
        WorkspaceResourceId: '/logs',
      },
    },
  },
  {
    type: 'Microsoft.ContainerRegistry/registries',
    apiVersion: '2022-02-01-preview',
    name: 'LabRegistry',
    status: 201,
    body: { sku: { name: 'Standard' }, properties: { adminUserEnabled: false } },
    shown: {
      sku: { name: 'Standard', tier: 'Standard' },
      properties: { adminUserEnabled: false, loginServer: 'labregistry.azurecr.localhost' },
    },
  },
  {
    type: 'Microsoft.OperationalInsights/workspaces',
    apiVersion: '2020-08-01',
    name: 'lab-logs',
    status: 201,
    body: { kind: 'web', properties: { Application_Type: 'web' } },
    shown: { properties: { customerId: guid, sku: { name: 'PerGB2018' }, retentionInDays: 30 } },
  },
  {
    type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
    apiVersion: '2018-11-30',
    name: 'lab-identity',
    status: 201,
    body: {},
    shown: { properties: { principalId: guid, clientId: guid } },
  },
  {
    type: 'Microsoft.Network/virtualNetworks',
    apiVersion: '2017-06-01',
    name: 'lab-vnet',
    status: 201,
    body: {
      properties: {
        addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
        subnets: [{ name: 'dsvmcluster', properties: { addressPrefix: '10.0.0.0/24' } }],
      },
    },
    shown: {
      properties: {
        addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
        subnets: [
          { name: 'dsvmcluster', properties: { provisioningState: 'Succeeded', addressPrefix: '10.0.0.0/24' } },
        ],
      },
    },
  },
  {
    type: 'Microsoft.Network/publicIPAddresses',
    apiVersion: '2017-04-01',
    name: 'labpip',
    status: 201,
    body: { properties: { publicIPAllocationMethod: 'Dynamic', dnsSettings: { domainNameLabel: 'lab' } } },
    shown: {
      properties: {
        publicIPAllocationMethod: 'Dynamic',
        idleTimeoutInMinutes: 4,
        dnsSettings: { fqdn: 'lab.eastus.cloudapp.localhost' },
      },
    },
  },
  {
    type: 'Microsoft.Network/networkSecurityGroups',
    apiVersion: '2018-02-01',
    name: 'lab-nsg',
    status: 201,
    body: {
      properties: {
        securityRules: [
          {
            name: 'SSH',
            properties: {
              protocol: 'tcp',
              sourcePortRange: '*',
              destinationPortRange: 22,
              sourceAddressPrefix: '*',
              destinationAddressPrefix: '*',
              access: 'Allow',
              priority: '1010',
              direction: 'inbound',
            },
          },
        ],
      },
    },
    shown: {
      properties: {
        securityRules: [
          {
            name: 'SSH',
            properties: { protocol: 'Tcp', destinationPortRange: '22', priority: 1010, direction: 'Inbound' },
          },
        ],
      },
    },
  },
]

function place(server: TestServer, { type, name }: Pick<Kind, 'type' | 'name'>, group = 'lab') {
  return `${server.subscription}/resourceGroups/${group}/providers/${type}/${name}`
}

function put(server: TestServer, kind: Kind, change: Record<string, unknown> = {}) {
  const body = { location: 'East US', ...kind.body, ...change }
  return server.call('PUT', `${place(server, kind)}?api-version=${kind.apiVersion}`, body)
}

describe.each(kinds)('$type at $apiVersion', (kind) => {
  test('is created as templates write it, read, listed, tagged and deleted', async () => {
    await using server = await startTestServer()
    await makeWorkspace(server)
    const id = place(server, kind)
    const query = `api-version=${kind.apiVersion}`
    const made = await put(server, kind, { tags: { a: 'b' } })
    expect(made.body).toMatchObject({ id, name: kind.name, location: 'eastus', tags: { a: 'b' }, ...kind.shown })
    expect(made.status).toBe(kind.status)
    if (!kind.type.includes('ManagedIdentity')) expect(made.body.properties.provisioningState).toBe('Succeeded')

    expect((await server.call('GET', `${id}?${query}`)).body).toEqual(made.body)
    for (const scope of [id.slice(0, id.lastIndexOf('/')), `${server.subscription}/providers/${kind.type}`])
      expect((await server.call('GET', `${scope}?${query}`)).body.value).toEqual([made.body])

    const tagged = await server.call('PATCH', `${id}?${query}`, { tags: { team: 'maps' } })
    expect([tagged.status, tagged.body.tags]).toEqual([200, { team: 'maps' }])
    expect(tagged.body.properties).toEqual({ ...made.body.properties, ...changing(tagged.body) })

    expect((await server.call('DELETE', `${id}?${query}`)).status).toBe(200)
    expect((await server.call('GET', `${id}?${query}`)).status).toBe(404)
    expect((await server.call('DELETE', `${id}?${query}`)).status).toBe(204)
  })

  test('a client may send back what it read', async () => {
    await using server = await startTestServer()
    await makeWorkspace(server)
    const made = await put(server, kind)
    const again = await server.call('PUT', `${place(server, kind)}?api-version=${kind.apiVersion}`, made.body)
    expect(again.status).toBe(200)
    expect(again.body.properties).toEqual({ ...made.body.properties, ...changing(again.body) })
  })

  test('it cannot be moved, and a name against its rule is refused', async () => {
    await using server = await startTestServer()
    await makeWorkspace(server)
    await put(server, kind)
    const moved = await put(server, kind, { location: 'westus' })
    expect([moved.status, moved.body.error.code]).toEqual([400, 'InvalidResourceLocation'])
    const misnamed = await put(server, { ...kind, name: '-_-.' })
    expect([misnamed.status, misnamed.body.error.target]).toEqual([400, 'name'])
  })
})

/** What an answer says of the change itself. */
function changing({ properties }: { properties: Record<string, unknown> }) {
  const names = ['modifiedDate', 'subnets', 'securityRules', 'defaultSecurityRules']
  return Object.fromEntries(names.flatMap((name) => (name in properties ? [[name, properties[name]]] : [])))
}

test('all of them stand in the list of resources, and go with their group', async () => {
  await using server = await startTestServer()
  const { groupId } = await makeWorkspace(server)
  for (const kind of kinds) await put(server, kind)
  const listed = await server.call('GET', `${groupId}/resources?api-version=2021-04-01`)
  const types = listed.body.value.map(({ type }: { type: string }) => type.toLowerCase())
  const workspace = 'microsoft.machinelearningservices/workspaces'
  expect(types.toSorted()).toEqual([...kinds.map(({ type }) => type.toLowerCase()), workspace].toSorted())

  await server.call('DELETE', `${groupId}?api-version=2021-04-01`)
  await server.settle()
  expect((await server.call('GET', `${groupId}?api-version=2021-04-01`)).status).toBe(404)
  expect(await server.store.list({ underKey: groupId.toLowerCase() })).toEqual([])
})

test('a lock at the group keeps them', async () => {
  await using server = await startTestServer()
  const { groupId } = await makeWorkspace(server)
  const [account] = kinds
  if (!account) throw new Error('no kinds')
  await put(server, account)
  const lock = `${groupId}/providers/Microsoft.Authorization/locks/kept?api-version=2020-05-01`
  await server.call('PUT', lock, { properties: { level: 'CanNotDelete' } })
  const refused = await server.call('DELETE', `${place(server, account)}?api-version=2022-05-01`)
  expect([refused.status, refused.body.error.code]).toEqual([409, 'ScopeLocked'])
})
