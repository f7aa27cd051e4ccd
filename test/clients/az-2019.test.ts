// The Azure command line of June 2019, unmodified, against the running product: its sign-in and its directory are of an
// older kind than those of today's.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, openBrowser } from '../e2e/open-browser.ts'
import { type Product, startProduct } from '../support/product.ts'
import type { Az } from './az/open-az.ts'
import { openAz2019 } from './az-2019/open-az-2019.ts'
import { typeDeviceCode } from './az-2019/type-device-code.ts'
import { findPython } from './python/find-python.ts'
import { installClient } from './python/install-client.ts'
import type { Mode } from './python/launch.ts'

const python = findPython('azure-cli 2.0.67', ['3.6'])
const location = 'eastus'

describe.skipIf(python === undefined)('az 2.0.67', () => {
  let product: Product
  let installed: string

  beforeAll(async () => {
    installed = await installClient('az-2019', python ?? '')
    product = await startProduct()
  })
  afterAll(() => product?.[Symbol.asyncDispose]())

  async function signedIn(mode: Mode): Promise<Az> {
    const az = await openAz2019(installed, product, mode)
    await az.signIn()
    return az
  }

  test('signs in as a service principal with a registered cloud', async () => {
    await using az = await openAz2019(installed, product, 'registered')
    const { subscriptionId, tenantId, principal } = product.facts
    await expect(az.signIn('wrong')).rejects.toThrow(/AADSTS7000215|invalid_client/)
    const account = { id: subscriptionId, tenantId, state: 'Enabled', isDefault: true }
    expect(await az.signIn()).toMatchObject([{ ...account, cloudName: 'Lab' }])
    expect(await az.call('account', 'show')).toMatchObject({ user: { name: principal.clientId } })
    expect(await az.call('account', 'list')).toMatchObject([account])
  })

  test.skipIf(!hasBrowser())('signs in as a person by a code', async () => {
    await using az = await openAz2019(installed, product, 'registered')
    await using browser = await openBrowser()
    const { admin, subscriptionId } = product.facts
    const login = az.start('login', '--use-device-code', '--tenant', product.facts.tenantId)
    const [, address = '', code = ''] = await login.said(/open the page (\S+) and enter the code (\S+)/)
    await typeDeviceCode(browser, { address, code }, { userName: admin.userName, password: product.password })
    expect(await login.ended).toMatchObject([{ id: subscriptionId, user: { name: admin.userName, type: 'user' } }])
    expect(await az.call('group', 'list')).toMatchObject([{ name: product.facts.resourceGroup }])
  })

  test('creates, shows, lists and deletes a resource group', async () => {
    await using az = await signedIn('registered')
    await useGroup(az, 'az-2019')
  })

  test('lists roles, and grants and takes back one by object id', async () => {
    await using az = await signedIn('registered')
    const { subscriptionId, resourceGroup, admin } = product.facts
    const scope = ['--scope', `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`]
    const roles = await az.call('role', 'definition', 'list')
    expect(roles.map(({ roleName }: { roleName: string }) => roleName)).toEqual(
      expect.arrayContaining(['Owner', 'Contributor', 'Reader']),
    )
    const granted = await az.call(
      ...['role', 'assignment', 'create', '--role', 'Reader', '--assignee-object-id', admin.objectId, ...scope],
    )
    expect(granted).toMatchObject({ principalId: admin.objectId })
    expect(await az.call('role', 'assignment', 'list', ...scope)).toMatchObject([
      { name: granted.name, roleDefinitionName: 'Reader', principalName: admin.userName },
    ])
    await az.call('role', 'assignment', 'delete', '--assignee', admin.objectId, '--role', 'Reader', ...scope)
    expect(await az.call('role', 'assignment', 'list', ...scope)).toEqual([])
  })

  test('grants a role to a program by its client id', async () => {
    await using az = await signedIn('registered')
    const { subscriptionId, resourceGroup, principal } = product.facts
    const scope = ['--scope', `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`]
    const who = ['--assignee', principal.clientId]
    const granted = await az.call('role', 'assignment', 'create', '--role', 'Reader', ...who, ...scope)
    expect(granted).toMatchObject({ principalId: principal.objectId })
    expect(await az.call('role', 'assignment', 'list', ...who, ...scope)).toMatchObject([{ name: granted.name }])
    await az.call('role', 'assignment', 'delete', '--ids', granted.id)
    expect(await az.call('role', 'assignment', 'list', ...who, ...scope)).toEqual([])
  })

  test('reaches the installation under the names of public Azure, below carrel exec', async () => {
    await using az = await openAz2019(installed, product, 'exec')
    expect(await az.signIn()).toMatchObject([{ id: product.facts.subscriptionId, cloudName: 'AzureCloud' }])
    await useGroup(az, 'az-2019-exec')
  })
})

async function useGroup(az: Az, name: string): Promise<void> {
  const group = ['--name', name]
  expect(await az.call('group', 'exists', ...group)).toBe(false)
  const made = await az.call('group', 'create', ...group, '--location', location, '--tags', 'team=maps')
  expect(made).toMatchObject({ name, location, tags: { team: 'maps' } })
  expect(await az.call('group', 'show', ...group)).toMatchObject({ properties: { provisioningState: 'Succeeded' } })
  const names = (await az.call('group', 'list')).map((each: { name: string }) => each.name)
  expect(names).toContain(name)
  await az.call('group', 'delete', ...group, '--yes')
  expect(await az.call('group', 'exists', ...group)).toBe(false)
}
