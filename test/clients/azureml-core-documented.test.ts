// What the documents show of the first Python SDK, line for line and unmodified, against the running product: as a program
// for public Azure below `carrel exec`, and with a cloud of its own.

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct, until } from '../support/product.ts'
import { inline, setupSteps } from '../support/setup-steps.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'
import type { Mode } from './python/launch.ts'
import { type Driver, startDriver } from './python/start-driver.ts'

const client = 'azureml-core'
const python = findPython(client, ['3.9', '3.8'])
const script = join(import.meta.dirname, client, 'driver.py')
const size = 'STANDARD_D2_V2'
const how = 'wait_for_completion=True, show_output=True'

describe.skipIf(python === undefined)(client, () => {
  let product: Product
  let installed: string

  beforeAll(async () => {
    installed = await installClient(client, python ?? '')
    product = await startProduct()
    await product.client.call('PUT', `${workspaceId('second')}?api-version=2024-10-01`, {
      location: 'eastus',
      identity: { type: 'SystemAssigned' },
      properties: {},
    })
  })
  afterAll(() => product?.[Symbol.asyncDispose]())

  function workspaceId(name: string): string {
    return product.computeId('x').replace(/[^/]+\/computes\/x$/, name)
  }

  function start(mode: Mode, workspace = product.facts.workspace): Promise<Driver> {
    const { tenantId, subscriptionId, resourceGroup, principal } = product.facts
    const cloud = mode === 'exec' ? { cloud: 'AzureCloud', tenant: tenantId } : { cloud: 'Carrel', tenant: 'adfs' }
    const pointing = {
      subscription_id: subscriptionId,
      resource_group: resourceGroup,
      workspace,
      client_id: principal.clientId,
      secret: principal.clientSecret,
      ...cloud,
    }
    return startDriver(product, { python: installed, script, mode, pointing })
  }

  describe.concurrent('the documented lines', () => {
    test.for([
      ['exec', 'as plain AzureCloud below carrel exec'],
      ['registered', 'with a registered cloud'],
    ] as const)('CI-05, CI-15, CI-95…99, %s: create or find, ask, stop, start, restart and delete', async ([mode]) => {
      // The example makes a name up from the workspace's id, so each has a workspace to itself.
      await using sdk = await start(mode, mode === 'exec' ? product.facts.workspace : 'second')
      const created = await sdk.call('documented_example')
      expect(created.name).toMatch(/^ci[0-9a-f]{8}$/)
      expect(created.printed).toMatch(/Running\n$/)
      expect(await sdk.call('documented_example')).toEqual({
        name: created.name,
        printed: 'Found existing instance, use it.\n',
      })
      expect(await sdk.call('documented_status')).toMatchObject({ state: 'Running', vmSize: 'STANDARD_D3_V2' })
      for (const [verb, state] of [
        ['stop', 'Stopped'],
        ['start', 'Running'],
        ['restart', 'Running'],
      ] as const) {
        expect(await sdk.call('documented_line', `instance.${verb}(${how})`)).toMatch(new RegExp(`${state}\n$`))
        expect(await sdk.call('documented_status')).toMatchObject({ state })
      }
      await sdk.call('documented_line', `instance.delete(${how})`)
      expect(await sdk.call('compute_targets')).toEqual({})
      expect(await sdk.call('create', created.name, size)).toMatchObject({ name: created.name })
    })
  })

  describe('what else it may be told at creation', () => {
    let sdk: Driver

    beforeAll(async () => {
      sdk = await start('exec')
    })
    afterAll(() => sdk?.[Symbol.asyncDispose]())

    test('CI-25: a network, without a way in from outside', async () => {
      const network = { vnet_resourcegroup_name: 'nets', vnet_name: 'lab', subnet_name: 'default' }
      const made = await sdk.call('create_in_subnet', 'v1-inside', size, network)
      const { subnet, sshSettings } = made.properties.properties
      expect(subnet.id).toBe(
        `/subscriptions/${product.facts.subscriptionId}/resourceGroups/nets/providers/Microsoft.Network/virtualNetworks/lab/subnets/default`,
      )
      expect(sshSettings).toMatchObject({ sshPublicAccess: 'Disabled', sshPort: null })
    })

    test('CI-40, CI-41: somebody else, by tenant and object id', async () => {
      const user = { id: product.facts.admin.objectId, tenant: product.facts.tenantId }
      expect(await sdk.call('create_for', 'v1-for', size, user)).toMatchObject({
        properties: {
          properties: {
            personalComputeInstanceSettings: { assignedUser: { objectId: user.id, tenantId: user.tenant } },
          },
        },
      })
      const nobody = { ...user, id: '00000000-0000-0000-0000-000000000001' }
      await expect(sdk.call('create_for', 'v1-nobody', size, nobody)).rejects.toThrow(/AssignedUserNotFound/)
    })

    test('CI-C8: a change while another runs takes its place, so the client is never told to wait', async () => {
      const at = setupSteps(product, '2023-08-01-preview')
      // Its script takes longer than the test: it is being created until it is stopped.
      await at.put('v1-busy', { creationScript: inline('sleep 3000') })
      await until(async () => {
        const { state } = await at.show('v1-busy')
        return state === 'UserSettingUp' ? undefined : `it is ${state}`
      })
      expect(await sdk.call('stop', 'v1-busy')).toBe('Stopped')
    })
  })
})
