// The current Azure command line, unmodified, against the running product.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct, until } from '../support/product.ts'
import { findPython } from './az/find-python.ts'
import { installAz } from './az/install-az.ts'
import { type Az, openAz } from './az/open-az.ts'

const python = findPython()
const ml = 'Microsoft.MachineLearningServices'
const location = 'eastus'

describe.skipIf(python === undefined)('az', () => {
  let product: Product
  let installed: string

  beforeAll(async () => {
    installed = await installAz(python ?? '')
    product = await startProduct()
  })
  afterAll(() => product?.[Symbol.asyncDispose]())

  async function withCloud(): Promise<Az> {
    const az = await openAz(installed, product.facts)
    await az.call('cloud', 'register', '--name', 'Lab', '--endpoint-resource-manager', product.facts.endpoint)
    await az.call('cloud', 'set', '--name', 'Lab')
    return az
  }

  async function signedIn(): Promise<Az> {
    const az = await withCloud()
    await az.signIn()
    return az
  }

  test('registers the cloud from its address alone, and signs in as a service principal', async () => {
    await using az = await withCloud()
    const { endpoint, tenantId, subscriptionId, principal } = product.facts
    expect(await az.call('cloud', 'show', '--name', 'Lab')).toMatchObject({
      isActive: true,
      endpoints: { activeDirectory: endpoint, activeDirectoryResourceId: `${endpoint}/` },
    })
    await expect(az.signIn('wrong')).rejects.toThrow(/AADSTS7000215/)
    const account = { id: subscriptionId, tenantId, state: 'Enabled', cloudName: 'Lab', isDefault: true }
    expect(await az.signIn()).toMatchObject([account])
    expect(await az.call('account', 'show')).toMatchObject({ user: { name: principal.clientId } })
    expect(await az.call('account', 'list')).toMatchObject([account])
    const token = await az.call('account', 'get-access-token')
    expect(token).toMatchObject({ tokenType: 'Bearer', tenant: tenantId, subscription: subscriptionId })
    const locations = await az.call('account', 'list-locations')
    expect(locations.map(({ name }: { name: string }) => name)).toContain(location)
  })

  test('finds the cloud by the address of its description, with nothing registered', async () => {
    const { endpoint, caFile } = product.facts
    await using az = await openAz(installed, product.facts, {
      ARM_CLOUD_METADATA_URL: `${endpoint}/metadata/endpoints?api-version=2019-05-01`,
      SSL_CERT_FILE: caFile,
    })
    expect(await az.call('cloud', 'list')).toMatchObject([{ name: 'Carrel', isActive: true }])
    expect(await az.signIn()).toMatchObject([{ cloudName: 'Carrel' }])
    expect(await az.call('group', 'list')).toMatchObject([{ name: product.facts.resourceGroup }])
  })

  test('creates, updates, shows, lists and deletes a resource group', async () => {
    await using az = await signedIn()
    const group = ['--name', 'az-group']
    expect(await az.call('group', 'exists', ...group)).toBe(false)
    await expect(az.call('group', 'show', ...group)).rejects.toThrow(/ResourceGroupNotFound/)
    expect(await az.call('group', 'create', ...group, '--location', location, '--tags', 'team=maps')).toMatchObject({
      name: 'az-group',
      location,
      tags: { team: 'maps' },
      properties: { provisioningState: 'Succeeded' },
    })
    expect(await az.call('group', 'exists', ...group)).toBe(true)
    expect(await az.call('group', 'list', '--tag', 'team=maps')).toMatchObject([{ name: 'az-group' }])
    await az.call('group', 'update', ...group, '--tags', 'team=roads')
    expect(await az.call('group', 'show', ...group)).toMatchObject({ tags: { team: 'roads' } })
    await az.call('group', 'delete', ...group, '--yes')
    expect(await az.call('group', 'exists', ...group)).toBe(false)
  })

  test('shows and registers a provider, and lists and shows resources', async () => {
    await using az = await signedIn()
    const { resourceGroup, workspace } = product.facts
    const { registrationState, resourceTypes } = await az.call('provider', 'show', '--namespace', ml)
    expect(registrationState).toBe('Registered')
    expect(resourceTypes).toContainEqual(expect.objectContaining({ resourceType: 'workspaces/computes' }))
    await az.call('provider', 'register', '--namespace', ml)
    const type = ['--resource-type', `${ml}/workspaces`]
    const found = [{ name: workspace, resourceGroup, provisioningState: 'Succeeded' }]
    expect(await az.call('resource', 'list', '--resource-group', resourceGroup)).toMatchObject(found)
    expect(await az.call('resource', 'list', ...type)).toMatchObject(found)
    expect(await az.call('resource', 'list', '--tag', 'team=nobody')).toEqual([])
    const shown = await az.call('resource', 'show', '--resource-group', resourceGroup, '--name', workspace, ...type)
    expect(shown).toMatchObject({ name: workspace, type: `${ml}/workspaces` })
  })

  test('creates, stops, starts and deletes an instance with az rest', async () => {
    await using az = await signedIn()
    const id = product.computeId('az-desk')
    const rest = (method: string, suffix = '', ...more: string[]) =>
      az.call('rest', '--method', method, '--url', `${id}${suffix}?api-version=2024-10-01`, ...more)
    const properties = { computeType: 'ComputeInstance', properties: { vmSize: 'STANDARD_D2_V2' } }
    const created = await rest('put', '', '--body', JSON.stringify({ location, properties }))
    expect(created).toMatchObject({ name: 'az-desk', properties: { provisioningState: 'Creating' } })
    await product.untilState('az-desk', 'Running')
    await rest('post', '/stop')
    await product.untilState('az-desk', 'Stopped')
    await rest('post', '/start')
    await product.untilState('az-desk', 'Running')
    expect(await rest('get')).toMatchObject({ properties: { properties: { state: 'Running' } } })
    await rest('delete', '', '--url-parameters', 'underlyingResourceAction=Delete')
    await until(async () => {
      const answer = await rest('get').catch((error: unknown) => String(error))
      return String(answer).includes('ResourceNotFound') ? undefined : 'the instance is still there'
    })
  })

  test('grants a role by object id, lists who has it, and takes it back by the name of the role', async () => {
    await using az = await signedIn()
    const { subscriptionId, resourceGroup, admin } = product.facts
    const scope = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`
    expect(await az.call('role', 'definition', 'list', '--name', 'Owner')).toMatchObject([
      { roleName: 'Owner', roleType: 'BuiltInRole', permissions: [{ actions: ['*'] }] },
    ])
    const who = ['--assignee-object-id', admin.objectId]
    const kind = ['--assignee-principal-type', 'User']
    const granted = await az.call('role', 'assignment', 'create', '--role', 'Reader', ...who, ...kind, '--scope', scope)
    expect(granted).toMatchObject({ principalId: admin.objectId, principalType: 'User', scope })
    expect(await az.call('role', 'assignment', 'list', '--scope', scope)).toMatchObject([
      { name: granted.name, principalId: admin.objectId, roleDefinitionName: 'Reader' },
    ])
    await az.call('role', 'assignment', 'delete', ...who, '--role', 'Reader', '--scope', scope)
    expect(await az.call('role', 'assignment', 'list', '--scope', scope)).toEqual([])
  })
})
