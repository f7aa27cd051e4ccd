// AmlCompute by the first Python SDK, unmodified.

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct, until } from '../support/product.ts'
import { openSshClient, type SshClient } from '../support/ssh-client.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'
import { type Driver, startDriver } from './python/start-driver.ts'

const client = 'azureml-core'
const python = findPython(client, ['3.9', '3.8'])
const script = join(import.meta.dirname, client, 'clusters.py')
const size = 'STANDARD_D1_V2'

describe.skipIf(python === undefined)(client, () => {
  let product: Product
  let sdk: Driver
  let ssh: SshClient

  beforeAll(async () => {
    const installed = await installClient(client, python ?? '')
    ;[product, ssh] = await Promise.all([startProduct(), openSshClient()])
    const { subscriptionId, resourceGroup, workspace, principal } = product.facts
    const pointing = {
      ...{ subscription_id: subscriptionId, resource_group: resourceGroup, workspace, cloud: 'Carrel', tenant: 'adfs' },
      ...{ client_id: principal.clientId, secret: principal.clientSecret },
    }
    sdk = await startDriver(product, { python: installed, script, mode: 'registered', pointing })
  })
  afterAll(async () => {
    await sdk?.[Symbol.asyncDispose]()
    await ssh?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
  })

  test('PO-04, BA-06: creates a cluster of low priority and waits for its least node', async () => {
    const { printed, cluster } = await sdk.call('create', 'v1-train', size, ssh.publicKey)
    expect(printed).toContain('Minimum number of nodes requested have been provisioned')
    expect(cluster.status.currentNodeCount).toBe(1)
    // The client's wait is over when there is a node, which may still be coming up.
    await until(async () => {
      const { allocationState, nodeStateCounts, errors } = (await sdk.call('get', 'v1-train')).status
      const isUp = allocationState === 'Steady' && nodeStateCounts.idleNodeCount === 1
      return isUp ? undefined : JSON.stringify([allocationState, nodeStateCounts, errors])
    })
    expect(await sdk.call('get', 'v1-train')).toMatchObject({
      ...{ type: 'AmlCompute', size, provisioning_state: 'Succeeded', scale: [1, 2] },
      status: { allocationState: 'Steady', vmPriority: 'LowPriority', vmSize: size, currentNodeCount: 1, errors: [] },
    })
    expect(await sdk.call('targets')).toEqual({ 'v1-train': 'AmlCompute' })
  })

  test('lists its node, which is entered by SSH', async () => {
    const [{ nodeId, publicIpAddress: host, port }] = await sdk.call('nodes', 'v1-train')
    expect(await ssh.ssh({ host, port, user: 'ana' }, 'hostname')).toMatchObject({ code: 0, stdout: `${nodeId}\n` })
  })

  test('scales it, and deletes it', async () => {
    expect(await sdk.call('update', 'v1-train', 0, 3)).toMatchObject({ scale: [0, 3] })
    await sdk.call('delete', 'v1-train')
    expect(await sdk.call('targets')).toEqual({})
  })
})
