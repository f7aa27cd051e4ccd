// Applications beside an instance, brought by the second Python SDK, unmodified, which asks for rights with each one.

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { makeApplicationImage, type TestImage } from '../support/application-image.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'
import { type Driver, startDriver } from './python/start-driver.ts'

const client = 'azure-ai-ml'
const python = findPython(client, ['3.11', '3.12', '3.10'])
const script = join(import.meta.dirname, client, 'applications.py')
const size = 'STANDARD_D2_V2'

describe.skipIf(python === undefined)(client, () => {
  let product: Product
  let image: TestImage
  let sdk: Driver

  beforeAll(async () => {
    const installed = await installClient(client, python ?? '')
    product = await startProduct(['--no-instance', '--allow-images', 'default', '--allow-images', 'localhost:1'])
    image = await makeApplicationImage((await readConfig(product.data)).installation.image)
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
    await product?.[Symbol.asyncDispose]()
    await image?.[Symbol.asyncDispose]()
  })

  test('CI-105: makes an instance with an application, reads both, and sends them back', async () => {
    const made = await sdk.call('create', 'v2-board', size, image.name)
    expect(made).toEqual({
      state: 'Running',
      services: expect.objectContaining({ board: `http://v2-board-9000.localhost:${product.port + 1}/` }),
      applications: [
        {
          ...{ name: 'board', type: 'docker', image: image.name },
          endpoints: [{ target: 8000, published: 9000 }],
          environment: { GREETING: 'from azure-ai-ml' },
          mounts: [{ source: '/home/azureuser/cloudfiles', target: '/work' }],
        },
      ],
    })
    expect(await sdk.call('get', 'v2-board')).toEqual(made)
    expect(await sdk.call('send_back', 'v2-board')).toEqual(made)
  })

  test('CI-105: an instance runs without the application whose image is not to be had', async () => {
    const made = await sdk.call('create', 'v2-none', size, 'localhost:1/nobody/has-it:1')
    expect(made).toMatchObject({ state: 'Running', applications: [{ name: 'board' }] })
    // It runs, whether or not Docker has given up on the image by then.
    await until(async () => {
      const { services } = await sdk.call('get', 'v2-none')
      return 'board' in services ? 'the application is still listed' : undefined
    })
    await sdk.call('delete', 'v2-none')
  })
})
