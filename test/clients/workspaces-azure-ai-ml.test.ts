// Workspaces from the second Python SDK, unmodified, against the running product: it makes them by a template of its own.

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'
import { type Driver, startDriver } from './python/start-driver.ts'

const client = 'azure-ai-ml'
const python = findPython(client, ['3.11', '3.12', '3.10'])
const script = join(import.meta.dirname, client, 'workspaces.py')
const key = /^[A-Za-z0-9+/]{86}==$/

describe.skipIf(python === undefined)(client, () => {
  let product: Product
  let sdk: Driver

  beforeAll(async () => {
    const installed = await installClient(client, python ?? '')
    product = await startProduct()
    const { endpoint, tenantId, subscriptionId, resourceGroup, workspace, principal } = product.facts
    const metadata = {
      azure_portal: endpoint,
      resource_manager: `${endpoint}/`,
      active_directory: `${endpoint}/`,
      aml_resource_id: `${endpoint}/`,
      storage_endpoint: 'localhost',
      registry_discovery_endpoint: `${endpoint}/`,
    }
    const pointing = {
      ...{ tenant: tenantId, subscription_id: subscriptionId, resource_group: resourceGroup, workspace },
      client_id: principal.clientId,
      secret: principal.clientSecret,
      credential_options: { authority: endpoint, disable_instance_discovery: true },
      client_options: { cloud: 'Lab', cloud_metadata: metadata },
    }
    sdk = await startDriver(product, { python: installed, script, mode: 'registered', pointing })
  })
  afterAll(async () => {
    await sdk?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
  })

  test('workspaces.begin_create makes a workspace and what it refers to', async () => {
    const made = await sdk.call('create', 'v2lab')
    expect(made).toMatchObject({
      name: 'v2lab',
      location: 'eastus',
      display_name: 'The lab',
      description: 'v2lab',
      tags: { team: 'maps' },
      public_network_access: 'Enabled',
      storage_account: expect.stringMatching(/Microsoft.Storage\/storageAccounts\/v2labstorage/),
      key_vault: expect.stringMatching(/Microsoft.Key[vV]ault\/vaults\/v2labkeyvault/),
      application_insights: expect.stringMatching(/Microsoft.[iI]nsights\/components\/v2labinsights/),
    })
    const links: string[] = [made.storage_account, made.key_vault, made.application_insights]
    expect(await standing()).toEqual(expect.arrayContaining(links.map((id) => id.toLowerCase())))
  })

  test('one made over an account and a registry that are there refers to them; a hub is refused', async () => {
    const { subscriptionId, resourceGroup } = product.facts
    const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`
    const account = `${group}/providers/Microsoft.Storage/storageAccounts/v2shared`
    const registry = `${group}/providers/Microsoft.ContainerRegistry/registries/v2shared`
    const body = { location: 'eastus', sku: { name: 'Standard_LRS' }, kind: 'StorageV2' }
    await product.client.call('PUT', `${account}?api-version=2022-05-01`, body)
    await product.client.call('PUT', `${registry}?api-version=2023-07-01`, {
      ...{ location: 'eastus', sku: { name: 'Basic' } },
      properties: { adminUserEnabled: true },
    })
    expect(await sdk.call('create_with', 'v2other', account, registry)).toMatchObject({
      storage_account: account,
      container_registry: registry,
    })
    expect(await sdk.call('keys', 'v2other')).toMatchObject({
      storage: expect.stringMatching(key),
      account,
      insights: expect.any(String),
      registry: 'v2shared',
    })
    await expect(sdk.call('create_hub', 'v2hub')).rejects.toThrow(/WorkspaceKindNotSupported/)
  })

  test('workspaces.begin_update, begin_diagnose', async () => {
    expect(await sdk.call('update', 'v2lab')).toMatchObject({
      display_name: 'Renamed',
      description: 'From azure-ai-ml',
      tags: { team: 'maps' },
    })
    expect(await sdk.call('diagnose', 'v2lab')).toEqual([])
  })

  test('workspaces.begin_delete takes what it refers to along', async () => {
    const { storage_account: account, key_vault: vault, id } = await sdk.call('update', 'v2lab')
    await sdk.call('delete', 'v2lab')
    const left = await standing()
    for (const gone of [account, vault, id]) expect(left).not.toContain(gone.toLowerCase())
  })

  /** Ids of all that stands in the group, in lower case. */
  async function standing(): Promise<string[]> {
    const { subscriptionId, resourceGroup } = product.facts
    const path = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/resources?api-version=2021-04-01`
    const { value } = await product.client.call<{ value: { id: string }[] }>('GET', path)
    return value.map(({ id }) => id.toLowerCase())
  }
})
