// The second Python SDK and azure-identity, unmodified, against the running product.

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { setupSteps } from '../support/setup-steps.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'
import type { Mode } from './python/launch.ts'
import { type Credentials, makeReader } from './python/make-reader.ts'
import { type Driver, startDriver } from './python/start-driver.ts'

const client = 'azure-ai-ml'
const python = findPython(client, ['3.11', '3.12', '3.10'])
const script = join(import.meta.dirname, client, 'driver.py')
const size = 'STANDARD_D2_V2'
const family = 'standardDv2Family'

describe.skipIf(python === undefined)(client, () => {
  let product: Product
  let installed: string

  beforeAll(async () => {
    installed = await installClient(client, python ?? '')
    product = await startProduct()
  })
  afterAll(() => product?.[Symbol.asyncDispose]())

  /** `options` are what the program gives to the client itself. */
  function start(
    mode: Mode,
    options: { credential?: object; client?: object; principal?: Credentials } = {},
  ): Promise<Driver> {
    const { tenantId, subscriptionId, resourceGroup, workspace } = product.facts
    const principal = options.principal ?? product.facts.principal
    const pointing = {
      tenant: tenantId,
      subscription_id: subscriptionId,
      resource_group: resourceGroup,
      workspace,
      client_id: principal.clientId,
      secret: principal.clientSecret,
      credential_options: options.credential ?? {},
      client_options: options.client ?? {},
    }
    return startDriver(product, { python: installed, script, mode, pointing })
  }

  function credential() {
    return { authority: product.facts.endpoint, disable_instance_discovery: true }
  }

  describe('with the description of the cloud given to the client', () => {
    let sdk: Driver

    beforeAll(async () => {
      const { endpoint } = product.facts
      const metadata = {
        azure_portal: endpoint,
        resource_manager: `${endpoint}/`,
        active_directory: `${endpoint}/`,
        aml_resource_id: `${endpoint}/`,
        storage_endpoint: 'localhost',
        registry_discovery_endpoint: `${endpoint}/`,
      }
      sdk = await start('registered', {
        credential: credential(),
        client: { cloud: 'Lab', cloud_metadata: metadata },
      })
    })
    afterAll(() => sdk?.[Symbol.asyncDispose]())

    test('gets and lists workspaces, and is refused with a wrong secret', async () => {
      const { workspace, location, resourceGroup } = product.facts
      const found = { name: workspace, location, resource_group: resourceGroup }
      expect(await sdk.call('get_workspace', workspace)).toMatchObject(found)
      expect(await sdk.call('list_workspaces')).toEqual([workspace])
      await expect(sdk.call('get_workspace', 'nowhere')).rejects.toMatchObject({ type: 'ResourceNotFoundError' })
      await expect(sdk.call('sign_in', 'wrong')).rejects.toMatchObject({
        type: 'ClientAuthenticationError',
        message: expect.stringContaining('AADSTS7000215'),
      })
    })

    test('CI-23: lists the sizes', async () => {
      const sizes = await sdk.call('list_sizes')
      expect(sizes.find(({ name }: { name: string }) => name === size)).toMatchObject({
        family,
        vCPUs: 2,
        memoryGB: 7,
      })
    })

    test('CI-12: an instance is created, and its cores are counted', async () => {
      expect(await sdk.call('create', 'v2-desk', size)).toEqual({
        name: 'v2-desk',
        type: 'computeinstance',
        size,
        state: 'Running',
        provisioning_state: 'Succeeded',
        description: 'From azure-ai-ml',
        tags: { team: 'maps' },
        services: ['Jupyter', 'Jupyter Lab', 'Terminal'],
        last_operation: 'Create',
      })
      const usage = await sdk.call('list_usage')
      expect(usage.find((each: { name: { value: string } }) => each.name.value === family)).toMatchObject({
        currentValue: 2,
        limit: 100,
      })
      expect(await sdk.call('list_computes')).toMatchObject([{ name: 'v2-desk', state: 'Running' }])
    })

    test('CI-95, CI-96, CI-97, CI-98: stops, starts and restarts', async () => {
      await sdk.call('stop', 'v2-desk')
      expect(await sdk.call('get', 'v2-desk')).toMatchObject({ state: 'Stopped', last_operation: 'Stop' })
      await sdk.call('start', 'v2-desk')
      expect(await sdk.call('get', 'v2-desk')).toMatchObject({ state: 'Running', last_operation: 'Start' })
      await sdk.call('restart', 'v2-desk')
      expect(await sdk.call('get', 'v2-desk')).toMatchObject({ state: 'Running', last_operation: 'Restart' })
    })

    test('CI-C10: switches single sign-on', async () => {
      await sdk.call('enable_sso', 'v2-desk', false)
    })

    test('CI-50, CI-54, CI-59, CI-60: makes an instance with schedules, reads them, and sends them back', async () => {
      await sdk.call('create_scheduled', 'v2-nights', size)
      const ready = { id: expect.stringMatching(/^[0-9a-f-]{36}$/), provisioning_state: 'Completed' }
      const schedules = await sdk.call('schedules_of', 'v2-nights')
      expect(schedules).toMatchObject([
        { ...ready, action: 'Stop', state: 'Enabled', expression: '0 18 * * *', time_zone: 'UTC' },
        {
          ...{
            ...ready,
            action: 'Start',
            state: 'Enabled',
            frequency: 'Week',
            interval: 2,
            hours: [8],
            minutes: [0, 30],
          },
          ...{ week_days: ['Monday', 'Friday'], time_zone: 'W. Europe Standard Time' },
        },
        { ...ready, action: 'Stop', state: 'Disabled', frequency: 'Hour', interval: 5, hours: [], minutes: [] },
      ])
      expect(schedules[0].start_time).toMatch(/^2026-11-21[T ]18:00:00$/)
      await sdk.call('send_back', 'v2-nights')
      expect(await sdk.call('schedules_of', 'v2-nights')).toEqual(schedules)
      await sdk.call('without_schedules', 'v2-nights', size)
      expect(await sdk.call('schedules_of', 'v2-nights')).toEqual(schedules)
      await sdk.call('delete', 'v2-nights')
    })

    test('CI-83, CI-86, CI-87: makes an instance with set-up scripts, and is told of one that fails', async () => {
      const { shareFolder } = setupSteps(product)
      const folder = join(shareFolder, 'Users/ana')
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'create.sh'), 'echo "$# [$2]"')
      await writeFile(join(folder, 'start.sh'), 'exit 3')
      const scripts = ['Users/ana/create.sh', 'Users/ana/start.sh'] as const
      await expect(sdk.call('create_set_up', 'v2-set-up', size, ...scripts)).rejects.toThrow('StartupScriptFailed')
      expect(await sdk.call('get', 'v2-set-up')).toMatchObject({ state: 'UserSetupFailed' })
      expect(await sdk.call('set_up_of', 'v2-set-up')).toEqual({
        creation: { path: scripts[0], command: "one 'two three'", timeout_minutes: null },
        startup: { path: scripts[1], command: null, timeout_minutes: '10' },
      })
      const logs = join(shareFolder, 'Logs/v2-set-up')
      const log = (await readdir(logs)).find((file) => file.startsWith('creation-')) ?? ''
      expect(await readFile(join(logs, log), 'utf8')).toBe('2 [two three]\n')
      await sdk.call('delete', 'v2-set-up')
    })

    test('CI-14: tells by code why it refuses', async () => {
      await expect(sdk.call('create', 'v2-desk', 'STANDARD_D3_V2')).rejects.toMatchObject(
        refused('PropertyChangeNotAllowed'),
      )
      await expect(sdk.call('create', 'v2-more', 'STANDARD_NONE')).rejects.toMatchObject(refused('VmSizeNotSupported'))
      await expect(sdk.call('create', 'xn--desk', size)).rejects.toMatchObject(refused('InvalidComputeName'))
    })

    test('CI-12: cores beyond the quota are refused', async () => {
      const names = ['v2-big-a', 'v2-big-b', 'v2-big-c']
      for (const name of names) await sdk.call('create', name, 'STANDARD_D32S_V3')
      const refusal = refused('QuotaExceeded', 'ResourceExistsError')
      await expect(sdk.call('create', 'v2-big-d', 'STANDARD_D32S_V3')).rejects.toMatchObject(refusal)
      for (const name of names) await sdk.call('delete', name)
    })

    test('CI-99: deletes, and does not find it again', async () => {
      await sdk.call('delete', 'v2-desk')
      await expect(sdk.call('get', 'v2-desk')).rejects.toMatchObject({ type: 'ResourceNotFoundError' })
      expect(await sdk.call('list_computes')).toEqual([])
    })
  })

  test('finds the cloud by the address of its description', async () => {
    await using sdk = await start('registered', { credential: credential() })
    expect(await sdk.call('list_workspaces')).toEqual([product.facts.workspace])
    expect(await sdk.call('list_computes')).toEqual([])
  })

  test('tells a program that may only read which action it lacks', async () => {
    const principal = await makeReader(product)
    await using sdk = await start('registered', { credential: credential(), principal })
    expect(await sdk.call('list_computes')).toEqual([])
    await expect(sdk.call('create', 'v2-reader', size)).rejects.toMatchObject({
      type: 'HttpResponseError',
      message: expect.stringMatching(/AuthorizationFailed.*workspaces\/computes\/write/s),
    })
  })

  test('CI-95, CI-96, CI-99: reaches the installation under the names of public Azure, below carrel exec', async () => {
    await using sdk = await start('exec')
    expect(await sdk.call('list_workspaces')).toEqual([product.facts.workspace])
    expect(await sdk.call('create', 'v2-exec', size)).toMatchObject({ name: 'v2-exec', state: 'Running' })
    await sdk.call('stop', 'v2-exec')
    expect(await sdk.call('list_computes')).toMatchObject([{ name: 'v2-exec', state: 'Stopped' }])
    await sdk.call('delete', 'v2-exec')
    await expect(sdk.call('get', 'v2-exec')).rejects.toMatchObject({ type: 'ResourceNotFoundError' })
  })
})

/** The client calls every 409 ResourceExistsError. */
function refused(code: string, type = 'HttpResponseError') {
  return { type, message: expect.stringContaining(`(${code})`) }
}
