// Everything that the second Python SDK can say of an instance, unmodified, against the running product: what it says
// holds, is accepted without effect as the list of properties has it, or is refused by name.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hourIn } from '../support/hour-in.ts'
import { type Product, startProduct } from '../support/product.ts'
import { inline, type SetupSteps, setupSteps } from '../support/setup-steps.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'
import { type Driver, startDriver } from './python/start-driver.ts'

const client = 'azure-ai-ml'
const python = findPython(client, ['3.11', '3.12', '3.10'])
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f lab'
const long = 'Week Monday Tuesday Wednesday Thursday at'
/** Where it is evening or night: no time of the working day comes while the test runs. */
const zone = hourIn(0) >= 5 && hourIn(0) < 19 ? 'Hawaiian Standard Time' : 'W. Europe Standard Time'
const nights = `30 ${hourIn(12)} * * *`

describe.skipIf(python === undefined)(client, () => {
  let product: Product
  let at: SetupSteps
  let sdk: Driver
  let ana: { id: string; tenant: string }

  beforeAll(async () => {
    const installed = await installClient(client, python ?? '')
    product = await startProduct()
    at = setupSteps(product, '2023-08-01-preview')
    const { tenantId, subscriptionId, resourceGroup, workspace, principal, admin } = product.facts
    ana = { id: admin.objectId, tenant: tenantId }
    const folder = join(at.shareFolder, 'Users/ana')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'create.sh'), 'echo "$# $1-$2"')
    await writeFile(join(folder, 'start.sh'), 'echo up')
    sdk = await startDriver(product, {
      python: installed,
      script: join(import.meta.dirname, client, 'instances.py'),
      mode: 'exec',
      pointing: {
        tenant: tenantId,
        subscription_id: subscriptionId,
        resource_group: resourceGroup,
        workspace,
        client_id: principal.clientId,
        secret: principal.clientSecret,
        credential_options: {},
        client_options: {},
      },
    })
  })
  afterAll(async () => {
    await sdk?.[Symbol.asyncDispose]()
    await product?.[Symbol.asyncDispose]()
  })

  const lines = (instance: { schedules: { line: string }[] }) => instance.schedules.map(({ line }) => line)
  const ids = (instance: { schedules: { id: string }[] }) => instance.schedules.map(({ id }) => id)

  test('CI-06, CI-25, CI-40, CI-50, CI-59, CI-87: an instance with everything, shown as it was said', async () => {
    const created = await sdk.call('create_whole', 'v2-whole', ana, { key, zone })
    expect(created).toMatchObject({
      ...{ name: 'v2-whole', size: 'STANDARD_D2_V2', state: 'Running', description: 'All there is' },
      ...{ tags: { team: 'maps' }, user: ana, ssh: { open: true, key, user: 'azureuser' } },
      ...{ port: expect.any(Number), address: expect.stringMatching(/^10\./) },
      subnet: `/subscriptions/${product.facts.subscriptionId}/resourceGroups/${product.facts.resourceGroup}/providers/Microsoft.Network/virtualNetworks/lab/subnets/default`,
      creation: { path: 'Users/ana/create.sh', command: 'one two', timeout_minutes: '5' },
      startup: { path: 'Users/ana/start.sh', command: null, timeout_minutes: null },
      ...{ public_ip: true, sso: false, root: true, release: false, patching: true, identity: null, idle: null },
    })
    expect(lines(created)).toEqual([
      `Enabled Start: ${long} [9]:[0], ${zone}`,
      `Enabled Stop: ${long} [18]:[0], ${zone}`,
      `Enabled Start: 0 9 * * 5, ${zone}`,
      `Enabled Stop: 0 16 * * 5, ${zone}`,
    ])
    expect(await at.storedLogs('v2-whole')).toEqual(['2 one-two\n'])
    expect(await at.storedLogs('v2-whole', 'startup')).toEqual(['up\n'])
  })

  test('CI-54: schedules are edited, turned off and on again, and removed; the rest of the instance stays', async () => {
    const before = await sdk.call('get', 'v2-whole')
    const [mornings, , fridays] = ids(before)
    const edited = await sdk.call('edit_schedules', 'v2-whole', nights)
    expect(lines(edited)).toEqual([
      `Disabled Start: ${long} [9]:[0], ${zone}`,
      `Enabled Stop: ${long} [19]:[0], ${zone}`,
      `Enabled Start: 0 9 * * 5, ${zone}`,
      `Enabled Stop: ${nights}, UTC`,
    ])
    // The client sends no ids; what is the same schedule keeps its own.
    expect([ids(edited)[0], ids(edited)[2]]).toEqual([mornings, fridays])
    expect(lines(await sdk.call('switch_schedule', 'v2-whole', 0, 'Enabled'))[0]).toMatch(/^Enabled Start/)
    const removed = await sdk.call('remove_schedules', 'v2-whole')
    expect(removed).toEqual({ ...before, schedules: [] })
  })

  test('CI-51, CI-60: five schedules, and one that is none, are refused with the place', async () => {
    const five = Array.from({ length: 5 }, (_, hour) => `0 ${hour} * * *`)
    await expect(sdk.call('create_with_cron', 'v2-five', five)).rejects.toThrow(/TooManySchedules.*at most 4/)
    await expect(sdk.call('create_with_cron', 'v2-odd', ['0 25 * * *'])).rejects.toThrow(/cron\.expression/)
  })

  test('CI-86: an inline script of another client is read, and stays what it is when it is sent back', async () => {
    await at.put('v2-inline', { creationScript: inline('echo inline', { scriptArguments: 'a b' }) })
    await at.untilOver('v2-inline')
    const data = Buffer.from('echo inline').toString('base64')
    expect(await sdk.call('change', 'v2-inline', { description: 'Sent back' })).toMatchObject({
      description: 'Sent back',
      creation: { path: data, command: 'a b' },
    })
    expect(await at.show('v2-inline')).toMatchObject({
      setupScripts: { scripts: { creationScript: { scriptSource: 'inline', scriptData: data } } },
    })
    expect(await at.storedLogs('v2-inline')).toEqual(['inline\n'])
  })

  test('without a size the client asks for its own, which is offered', async () => {
    expect(await sdk.call('create', 'v2-plain', { size: null })).toMatchObject({
      ...{ size: 'STANDARD_DS3_V2', state: 'Running', user: null, schedules: [], creation: null },
      ...{ ssh: { open: false, key: null }, port: null, sso: true, patching: false },
    })
  })

  test('CI-30, CI-34: without a public address there is no port from outside', async () => {
    const settings = { enable_node_public_ip: false }
    expect(await sdk.call('create', 'v2-inside', settings)).toMatchObject({ public_ip: false, port: null })
  })

  test.each([
    ['idle_time_before_shutdown_minutes', { idle_time_before_shutdown_minutes: 30 }, 'idleTimeBeforeShutdown'],
    ['enable_root_access', { enable_root_access: false }, 'enableRootAccess'],
    ['release_quota_on_stop', { release_quota_on_stop: true }, 'releaseQuotaOnStop'],
  ])('what is not offered is refused by name: %s', async (_, settings, member) => {
    await expect(sdk.call('create', 'v2-refused', settings)).rejects.toMatchObject({
      type: 'HttpResponseError',
      message: expect.stringMatching(new RegExp(`${member}.*not offered`)),
    })
  })

  test('so is an identity, a person who is not there, and a script that is not', async () => {
    await expect(sdk.call('create_with_identity', 'v2-refused', 'system_assigned')).rejects.toThrow(
      "'identity' is not offered",
    )
    const nobody = { ...ana, id: '00000000-0000-0000-0000-000000000001' }
    await expect(sdk.call('create_for', 'v2-refused', nobody)).rejects.toThrow(/AssignedUserNotFound/)
    await expect(sdk.call('create_with_script', 'v2-refused', 'Users/ana/none.sh')).rejects.toThrow(/none\.sh/)
    await expect(sdk.call('get', 'v2-refused')).rejects.toMatchObject({ type: 'ResourceNotFoundError' })
  })

  test('CI-31, CI-40: what is fixed after creation is refused when it is changed', async () => {
    await expect(sdk.call('change', 'v2-whole', { ssh_public_access_enabled: false })).rejects.toThrow(
      /PropertyChangeNotAllowed/,
    )
    await expect(sdk.call('change', 'v2-plain', { enable_node_public_ip: false })).rejects.toThrow(
      /PropertyChangeNotAllowed/,
    )
  })
})
