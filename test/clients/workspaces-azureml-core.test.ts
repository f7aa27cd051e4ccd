// Workspaces from the first Python SDK, unmodified, against the running product: it makes them by a template of its own.

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'
import { type Driver, startDriver } from './python/start-driver.ts'

const client = 'azureml-core'
const python = findPython(client, ['3.9', '3.8'])
const script = join(import.meta.dirname, client, 'workspaces.py')

describe.skipIf(python === undefined)(client, () => {
  let product: Product
  let sdk: Driver

  beforeAll(async () => {
    const installed = await installClient(client, python ?? '')
    product = await startProduct()
    const { subscriptionId, resourceGroup, principal } = product.facts
    const pointing = {
      subscription_id: subscriptionId,
      resource_group: resourceGroup,
      client_id: principal.clientId,
      secret: principal.clientSecret,
      cloud: 'Carrel',
      // The client has no switch for instance discovery; an authority of this name is never asked about.
      tenant: 'adfs',
    }
    sdk = await startDriver(product, { python: installed, script, mode: 'registered', pointing })
  })
  afterAll(async () => {
    await sdk?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
  })

  test('Workspace.create makes a workspace and what it refers to, and finds it the next time', async () => {
    const made = await sdk.call('create', 'v1lab')
    expect(made).toMatchObject({
      name: 'v1lab',
      location: 'eastus',
      provisioningState: 'Succeeded',
      sku: 'Basic',
      storageAccount: expect.stringMatching(/Microsoft.Storage\/storageAccounts\/v1labstorage/),
      keyVault: expect.stringMatching(/Microsoft.Key[vV]ault\/vaults\/v1labkeyvault/),
      applicationInsights: expect.stringMatching(/microsoft.insights\/components\/v1labinsights/i),
    })
    const links: string[] = [made.storageAccount, made.keyVault, made.applicationInsights]
    expect(await standing()).toEqual(expect.arrayContaining(links.map((id) => id.toLowerCase())))
    expect(await sdk.call('create_again', 'v1lab')).toMatchObject({ id: made.id })
    await expect(sdk.call('create', 'v1lab')).rejects.toThrow(/already exists/)
  })

  test('a second one finds the logs of the first, and takes tags', async () => {
    expect(await sdk.call('create_tagged', 'v1other')).toMatchObject({
      name: 'v1other',
      tags: { team: 'maps' },
    })
  })

  test('Workspace.update, sync_keys, diagnose_workspace', async () => {
    expect(await sdk.call('update', 'v1other')).toMatchObject({
      friendlyName: 'Renamed',
      description: 'From azureml-core',
      tags: { team: 'maps' },
    })
    expect(JSON.stringify(await sdk.call('keys', 'v1other'))).not.toContain('NotFound')
  })

  test('Workspace.delete takes what it refers to along', async () => {
    const { storageAccount, keyVault, id } = await sdk.call('create_again', 'v1lab')
    await sdk.call('delete', 'v1lab')
    const left = await standing()
    for (const gone of [storageAccount, keyVault, id]) expect(left).not.toContain(gone.toLowerCase())
  })

  /** Ids of all that stands in the group, in lower case. */
  async function standing(): Promise<string[]> {
    const { subscriptionId, resourceGroup } = product.facts
    const path = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/resources?api-version=2021-04-01`
    const { value } = await product.client.call<{ value: { id: string }[] }>('GET', path)
    return value.map(({ id }) => id.toLowerCase())
  }
})
