// Azure's own npm packages, unmodified, against the running product.

import type { ComputeInstance } from '@azure/arm-machinelearning'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct, until } from '../support/product.ts'
import { type NpmClients, startNpmClients } from './npm/start-npm-clients.ts'

const location = 'eastus'
const family = 'standardDv2Family'

let product: Product
let npm: NpmClients
/** The workspace `up` made. */
let first: { group: string; workspace: string }

beforeAll(async () => {
  product = await startProduct()
  npm = startNpmClients(product.facts)
  first = { group: product.facts.resourceGroup, workspace: product.facts.workspace }
})
afterAll(async () => {
  await npm?.[Symbol.asyncDispose]()
  await product?.[Symbol.asyncDispose]()
})

describe('@azure/identity', () => {
  test('a wrong secret is refused as the identity platform does', async () => {
    await using impostor = startNpmClients(product.facts, { clientSecret: 'wrong' })
    await expect(impostor.call('listSubscriptions')).rejects.toMatchObject({
      refusal: { name: 'AuthenticationRequiredError', message: expect.stringContaining('invalid_client') },
    })
  })
})

describe('@azure/arm-resources-subscriptions', () => {
  test('lists the subscription, its locations and the tenant', async () => {
    const { subscriptionId, tenantId } = product.facts
    expect(await npm.call('listSubscriptions')).toEqual([
      expect.objectContaining({ subscriptionId, tenantId, state: 'Enabled' }),
    ])
    expect(await npm.call('getSubscription', subscriptionId)).toMatchObject({ id: `/subscriptions/${subscriptionId}` })
    const locations = await npm.call('listLocations', subscriptionId)
    expect(locations.map(({ name }) => name)).toEqual(expect.arrayContaining(['local', location]))
    expect((await npm.call('listTenants')).map((tenant) => tenant.tenantId)).toEqual([tenantId])
  })
})

describe('@azure/arm-resources', () => {
  test('creates, reads, lists and deletes a resource group', async () => {
    const name = 'npm-group'
    expect(await npm.call('groupExists', name)).toBe(false)
    await expect(npm.call('getGroup', name)).rejects.toMatchObject({
      refusal: { statusCode: 404, code: 'ResourceGroupNotFound' },
    })
    const created = await npm.call('createGroup', name, { location, tags: { team: 'maps' } })
    expect(created).toMatchObject({ name, location, properties: { provisioningState: 'Succeeded' } })
    expect(await npm.call('groupExists', name)).toBe(true)
    expect(await npm.call('getGroup', name)).toMatchObject({ tags: { team: 'maps' } })
    expect((await npm.call('listGroups')).map((group) => group.name)).toContain(name)
    await npm.call('deleteGroup', name)
    expect(await npm.call('groupExists', name)).toBe(false)
  })

  test('finds what the providers offer', async () => {
    const namespace = 'Microsoft.MachineLearningServices'
    const found = await npm.call('getProvider', namespace)
    expect(found).toMatchObject({ namespace, registrationState: 'Registered' })
    const computes = found.resourceTypes?.find(({ resourceType }) => resourceType === 'workspaces/computes')
    expect(computes?.apiVersions).toContain('2022-10-01')
    expect((await npm.call('listProviders')).map((provider) => provider.namespace)).toContain(namespace)
  })
})

describe('@azure/arm-machinelearning', () => {
  test('creates, reads, lists and deletes a workspace', async () => {
    const place = { group: first.group, workspace: 'npm-workspace' }
    const created = await npm.call('createWorkspace', place, { location, friendlyName: 'From npm' })
    expect(created).toMatchObject({ name: place.workspace, provisioningState: 'Succeeded', friendlyName: 'From npm' })
    expect(await npm.call('getWorkspace', place)).toMatchObject({ location })
    const listed = await npm.call('listWorkspaces', place.group)
    expect(listed.map(({ name }) => name).sort()).toEqual([first.workspace, place.workspace].sort())
    await npm.call('deleteWorkspace', place)
    await expect(npm.call('getWorkspace', place)).rejects.toMatchObject({ refusal: { statusCode: 404 } })
  })

  test('CI-23: lists the sizes of a region', async () => {
    const sizes = await npm.call('listSizes', location)
    expect(sizes.value?.find(({ name }) => name === 'STANDARD_D2_V2')).toMatchObject({ vCPUs: 2, memoryGB: 7, family })
  })

  test('CI-10, CI-11: an instance is created in the order of seconds, and is found again', async () => {
    const created = await npm.call('createCompute', first, 'npm-desk', instance('STANDARD_D2_V2'))
    expect(created).toMatchObject({
      name: 'npm-desk',
      properties: {
        computeType: 'ComputeInstance',
        provisioningState: 'Succeeded',
        properties: { vmSize: 'STANDARD_D2_V2', state: 'Running', lastOperation: { operationName: 'Create' } },
      },
    })
    expect(await stateOf('npm-desk')).toBe('Running')
    expect((await npm.call('listComputes', first)).map(({ name }) => name)).toEqual(['npm-desk'])
  })

  test('CI-12, CI-13, CI-96: stopping keeps the quota', async () => {
    expect(await usageOf(family)).toBe(2)
    await npm.call('stopCompute', first, 'npm-desk')
    expect(await stateOf('npm-desk')).toBe('Stopped')
    expect(await usageOf(family)).toBe(2)
  })

  test('CI-97: starts what is stopped', async () => {
    await npm.call('startCompute', first, 'npm-desk')
    expect(await stateOf('npm-desk')).toBe('Running')
  })

  test('CI-98: restarts', async () => {
    await npm.call('restartCompute', first, 'npm-desk')
    expect(await npm.call('getCompute', first, 'npm-desk')).toMatchObject({
      properties: { properties: { state: 'Running', lastOperation: { operationName: 'Restart' } } },
    })
  })

  test('CI-14: another size is refused with a code and a reason', async () => {
    await expect(npm.call('createCompute', first, 'npm-desk', instance('STANDARD_D3_V2'))).rejects.toMatchObject({
      refusal: { statusCode: 400, code: 'PropertyChangeNotAllowed', message: expect.stringContaining('fixed') },
    })
  })

  test('CI-12: cores beyond the quota are refused, with what is used and the limit', async () => {
    const names = ['npm-big-1', 'npm-big-2', 'npm-big-3', 'npm-big-4']
    const create = (name: string) => npm.call('createCompute', first, name, instance('STANDARD_F32S_V2'))
    const outcomes = await Promise.allSettled(names.map(create))
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason)
    expect(await quotaOf('standardFSv2Family')).toBeLessThan(4 * 32)
    const message = expect.stringMatching(/quota of \d+ cores .*: \d+ in use, 32 asked/)
    expect(refused).toMatchObject([{ refusal: { statusCode: 409, code: 'QuotaExceeded', message } }])
    const made = names.filter((_, index) => outcomes[index]?.status === 'fulfilled')
    await Promise.all(made.map((name) => npm.call('deleteCompute', first, name)))
  })

  test('CI-99: deletes, releases the quota, and the name can be used again', async () => {
    await npm.call('deleteCompute', first, 'npm-desk')
    await expect(npm.call('getCompute', first, 'npm-desk')).rejects.toMatchObject({ refusal: { statusCode: 404 } })
    await until(async () => ((await usageOf(family)) === 0 ? undefined : 'cores are still held'))
    const again = await npm.call('createCompute', first, 'npm-desk', instance('STANDARD_D2_V2'))
    expect(again.properties?.provisioningState).toBe('Succeeded')
  })
})

function instance(vmSize: string) {
  return { location, properties: { computeType: 'ComputeInstance' as const, properties: { vmSize } } }
}

async function stateOf(name: string): Promise<string | undefined> {
  const { properties } = await npm.call('getCompute', first, name)
  return (properties as ComputeInstance | undefined)?.properties?.state
}

async function usageOf(family: string): Promise<number | undefined> {
  return (await npm.call('listUsages', location)).find(({ name }) => name?.value === family)?.currentValue
}

async function quotaOf(family: string): Promise<number | undefined> {
  return (await npm.call('listQuotas', location)).find(({ name }) => name?.value === family)?.limit
}
