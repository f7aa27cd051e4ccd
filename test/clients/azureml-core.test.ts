// The first Python SDK, unmodified, against the running product.

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'
import { type Credentials, makeReader } from './python/make-reader.ts'
import { type Driver, startDriver } from './python/start-driver.ts'

const client = 'azureml-core'
const python = findPython(client, ['3.9', '3.8'])
const script = join(import.meta.dirname, client, 'driver.py')
const size = 'STANDARD_D2_V2'

describe.skipIf(python === undefined)(client, () => {
  let product: Product
  let installed: string

  beforeAll(async () => {
    installed = await installClient(client, python ?? '')
    product = await startProduct()
  })
  afterAll(() => product?.[Symbol.asyncDispose]())

  function start(principal: Credentials = product.facts.principal): Promise<Driver> {
    const { subscriptionId, resourceGroup, workspace } = product.facts
    const pointing = {
      subscription_id: subscriptionId,
      resource_group: resourceGroup,
      workspace,
      client_id: principal.clientId,
      secret: principal.clientSecret,
      cloud: 'Carrel',
      // The client has no switch for instance discovery; an authority of this name is never asked about.
      tenant: 'adfs',
    }
    return startDriver(product, { python: installed, script, mode: 'registered', pointing })
  }

  describe('with a registered cloud', () => {
    let sdk: Driver

    beforeAll(async () => {
      sdk = await start()
    })
    afterAll(() => sdk?.[Symbol.asyncDispose]())

    test('finds the workspace by all three ways, and says which it does not find', async () => {
      const { workspace, location } = product.facts
      expect(await sdk.call('get_workspace')).toMatchObject({ name: workspace, provisioningState: 'Succeeded' })
      expect(await sdk.call('open_workspace')).toMatchObject({ name: workspace, location })
      expect(await sdk.call('list_workspaces')).toEqual([workspace])
      await expect(sdk.call('missing_workspace', 'nowhere')).rejects.toThrow('Workspace not found')
      await expect(sdk.call('sign_in', 'wrong')).rejects.toThrow(/AADSTS7000215/)
    })

    test('CI-C3, CI-23: lists sizes in the words of this client', async () => {
      const sizes = await sdk.call('supported_sizes')
      expect(sizes.find(({ name }: { name: string }) => name === size)).toEqual({
        name: size,
        vCPUs: 2,
        gpus: 0,
        memoryGB: 7,
        maxResourceVolumeMB: 102_400,
      })
    })

    test('CI-15, CI-C1, CI-C2, CI-C5: the documented example creates an instance, and finds it the next time', async () => {
      const created = await sdk.call('find_or_create', 'v1-desk', size)
      expect(created.printed).toMatch(/Running\n$/)
      expect(created.instance).toMatchObject({
        name: 'v1-desk',
        properties: { provisioningState: 'Succeeded', properties: { vmSize: size } },
      })
      expect((await sdk.call('find_or_create', 'v1-desk', size)).printed).toBe('Found existing instance, use it.\n')
    })

    test('CI-95, CI-C2, CI-C6, CI-C12: shows it with all the client reads, and who made it', async () => {
      expect(await sdk.call('get_status', 'v1-desk')).toMatchObject({
        state: 'Running',
        vmSize: size,
        errors: [],
        createdBy: { userName: 'carrel-scripts', userObjectId: product.facts.principal.objectId },
      })
      expect(await sdk.call('get_by_target', 'v1-desk')).toEqual({ type: 'ComputeInstance', name: 'v1-desk' })
      expect(Object.keys(await sdk.call('compute_targets'))).toEqual(['v1-desk'])
      await expect(sdk.call('get_status', 'v1-none')).rejects.toThrow(/ComputeTargetNotFound.*v1-none/)
    })

    test('CI-17, CI-C4, CI-C11: a name that is taken or wrong is refused before anything is made', async () => {
      await expect(sdk.call('create', 'v1-desk', size)).rejects.toThrow(/not available. Reason: AlreadyExists/)
      await expect(sdk.call('create', '1-desk', size)).rejects.toThrow(/Reason: Invalid.*must start with a letter/)
      await expect(sdk.call('create', 'amlcompute', size)).rejects.toThrow(/reserved name/)
      await expect(sdk.call('create', 'v1-more', 'STANDARD_NONE')).rejects.toThrow(/'STANDARD_NONE' is not available/)
    })

    test('CI-96, CI-97, CI-98, CI-C7: stops, starts and restarts, and refuses what does not fit', async () => {
      await expect(sdk.call('start', 'v1-desk')).rejects.toThrow(/\(Running\) does not support Start/)
      expect(await sdk.call('stop', 'v1-desk')).toBe('Stopped')
      await expect(sdk.call('restart', 'v1-desk')).rejects.toThrow(/\(Stopped\) does not support Restart/)
      expect(await sdk.call('start', 'v1-desk')).toBe('Running')
      expect(await sdk.call('restart', 'v1-desk')).toBe('Running')
    })

    test('CI-C10: switches single sign-on', async () => {
      await sdk.call('update_sso', 'v1-desk', false)
    })

    test('CI-99, CI-C9: deletes, and the name can be used again, now with SSH', async () => {
      await sdk.call('delete', 'v1-desk')
      expect(await sdk.call('compute_targets')).toEqual({})
      const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f lab'
      const again = await sdk.call('create_for_ssh', 'v1-desk', size, key)
      expect(again).toMatchObject({
        tags: { team: 'maps' },
        properties: {
          description: 'From azureml-core',
          properties: { sshSettings: { sshPublicAccess: 'Enabled', sshPort: expect.any(Number) } },
        },
      })
      await sdk.call('delete', 'v1-desk')
    })
  })

  test('tells a program that may only read which action it lacks', async () => {
    await using sdk = await start(await makeReader(product))
    expect(await sdk.call('compute_targets')).toEqual({})
    await expect(sdk.call('create', 'v1-reader', size)).rejects.toThrow(
      /403.*AuthorizationFailed.*workspaces\/checkComputeNameAvailability\/action/s,
    )
  })
})
