// AmlCompute by the second Python SDK, unmodified.

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct, until } from '../support/product.ts'
import { openSshClient, type SshClient } from '../support/ssh-client.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'
import { type Driver, startDriver } from './python/start-driver.ts'

const client = 'azure-ai-ml'
const python = findPython(client, ['3.11', '3.12', '3.10'])
const script = join(import.meta.dirname, client, 'clusters.py')
const size = 'STANDARD_D1_V2'

describe.skipIf(python === undefined)(client, () => {
  let product: Product
  let sdk: Driver
  let ssh: SshClient

  beforeAll(async () => {
    const installed = await installClient(client, python ?? '')
    ;[product, ssh] = await Promise.all([startProduct(), openSshClient()])
    const { tenantId, subscriptionId, resourceGroup, workspace, endpoint, principal } = product.facts
    const pointing = {
      ...{ tenant: tenantId, subscription_id: subscriptionId, resource_group: resourceGroup, workspace },
      ...{ client_id: principal.clientId, secret: principal.clientSecret, client_options: {} },
      credential_options: { authority: endpoint, disable_instance_discovery: true },
    }
    sdk = await startDriver(product, { python: installed, script, mode: 'registered', pointing })
  })
  afterAll(async () => {
    await sdk?.[Symbol.asyncDispose]()
    await ssh?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
  })

  const cluster = {
    ...{ name: 'v2-train', type: 'amlcompute', size, tier: 'dedicated', least: 0, most: 2, idle: 120, user: 'ana' },
    ...{ provisioning_state: 'Succeeded', tags: { team: 'maps' } },
  }

  test('PO-04: creates a cluster without nodes, and lists it among its kind', async () => {
    expect(await sdk.call('create', 'v2-train', size, ssh.publicKey)).toEqual(cluster)
    expect(await sdk.call('list_clusters')).toEqual(['v2-train'])
    expect(await sdk.call('nodes', 'v2-train')).toEqual([])
  })

  test('scales it with what it read, and its node is entered by SSH', async () => {
    expect(await sdk.call('scale', 'v2-train', 1, 2)).toEqual({ ...cluster, least: 1 })
    await until(async () => {
      const nodes = await sdk.call('nodes', 'v2-train')
      return nodes[0]?.nodeState === 'idle' ? undefined : JSON.stringify(nodes)
    })
    const [{ nodeId, publicIpAddress: host, port }] = await sdk.call('nodes', 'v2-train')
    expect(await ssh.ssh({ host, port, user: 'ana' }, 'hostname')).toMatchObject({
      code: 0,
      stdout: `${nodeId}\n`,
    })
  })

  test('is told both sizes and what works where the client fills in a size of its own', async () => {
    await expect(sdk.call('scale_anew', 'v2-train', 0, 1)).rejects.toMatchObject({
      type: 'HttpResponseError',
      message: expect.stringMatching(/STANDARD_D1_V2.*STANDARD_DS3_V2.*PATCH/s),
    })
    expect(await sdk.call('get', 'v2-train')).toEqual({ ...cluster, least: 1 })
  })

  test('is told why a cluster is not stopped, and deletes it', async () => {
    await expect(sdk.call('stop', 'v2-train')).rejects.toMatchObject({
      message: expect.stringContaining('scaleSettings'),
    })
    await sdk.call('delete', 'v2-train')
    expect(await sdk.call('list_clusters')).toEqual([])
  })
})
