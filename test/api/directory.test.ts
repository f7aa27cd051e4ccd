// What clients look up before they do anything: tenants, subscriptions, locations, providers.

import { describe, expect, test } from 'vitest'
import { apiVersion, makeWorkspace } from '../support/arm-paths.ts'
import { startTestServer } from '../support/harness.ts'

const other = '/subscriptions/11111111-2222-3333-4444-555555555555'

describe('subscriptions', () => {
  test('are listed and read with what clients need of them', async () => {
    await using server = await startTestServer()
    const { subscriptionId, tenantId } = server.installation
    const expected = {
      id: `/subscriptions/${subscriptionId}`,
      subscriptionId,
      tenantId,
      displayName: 'Carrel',
      state: 'Enabled',
      authorizationSource: 'RoleBased',
      managedByTenants: [],
      subscriptionPolicies: expect.any(Object),
    }
    const listed = await server.call('GET', '/subscriptions?api-version=2022-12-01')
    expect([listed.status, listed.body]).toEqual([200, { value: [expected] }])
    const read = await server.call('GET', `/subscriptions/${subscriptionId.toUpperCase()}?api-version=2016-06-01`)
    expect([read.status, read.body]).toEqual([200, expected])
  })

  test('are seen by whoever has a role somewhere in them, and by nobody else', async () => {
    await using server = await startTestServer()
    const { workspaceId } = await makeWorkspace(server)
    const list = async (token: string) =>
      (await server.call('GET', '/subscriptions?api-version=2022-12-01', undefined, { token })).body.value.length
    const read = async (token: string) =>
      (await server.call('GET', `${server.subscription}?api-version=2022-12-01`, undefined, { token })).status
    const insider = await server.principal('Reader', workspaceId)
    const outsider = await server.principal(undefined)
    expect([await list(insider.token), await read(insider.token)]).toEqual([1, 200])
    expect([await list(outsider.token), await read(outsider.token)]).toEqual([0, 404])
  })

  test('cannot be made, and others are not there', async () => {
    await using server = await startTestServer()
    expect((await server.call('GET', `${other}?${apiVersion}`)).body.error.code).toBe('SubscriptionNotFound')
    expect((await server.call('PUT', `${other}?${apiVersion}`, {})).status).toBe(404)
    expect((await server.call('DELETE', `${server.subscription}?${apiVersion}`)).status).toBe(404)
    for (const path of [
      '/locations',
      '/providers',
      '/providers/Microsoft.MachineLearningServices/locations/eastus/usages',
    ])
      expect((await server.call('GET', `${other}${path}?${apiVersion}`)).body.error.code).toBe('SubscriptionNotFound')
  })
})

describe('tenants and locations', () => {
  test('the one tenant is listed for whoever is signed in', async () => {
    await using server = await startTestServer()
    const { token } = await server.principal(undefined)
    const { body } = await server.call('GET', '/tenants?api-version=2022-12-01', undefined, { token })
    const { tenantId } = server.installation
    expect(body.value).toMatchObject([{ id: `/tenants/${tenantId}`, tenantId, tenantCategory: 'Home' }])
  })

  test('locations are this machine and every public region', async () => {
    await using server = await startTestServer()
    const { body } = await server.call('GET', `${server.subscription}/locations?api-version=2022-12-01`)
    expect(body.value).toContainEqual(
      expect.objectContaining({
        id: `${server.subscription}/locations/eastus`,
        name: 'eastus',
        displayName: 'East US',
        regionalDisplayName: 'East US',
        metadata: expect.objectContaining({ regionType: 'Physical' }),
      }),
    )
    expect(body.value).toContainEqual(expect.objectContaining({ name: 'local' }))
  })
})

describe('providers', () => {
  test('list each type with its api-versions, newest first, and locations as display names', async () => {
    await using server = await startTestServer()
    const path = `${server.subscription}/providers/microsoft.machinelearningservices?${apiVersion}`
    const { body } = await server.call('GET', path)
    expect(body).toMatchObject({
      id: `${server.subscription}/providers/Microsoft.MachineLearningServices`,
      namespace: 'Microsoft.MachineLearningServices',
      registrationState: 'Registered',
    })
    const computes = body.resourceTypes.find(
      (type: { resourceType: string }) => type.resourceType === 'workspaces/computes',
    )
    expect(computes.locations).toContain('East US')
    expect(computes.apiVersions).toEqual([...computes.apiVersions].sort().reverse())
    expect(computes.apiVersions).toContain('2020-02-02')
    const all = await server.call('GET', `${server.subscription}/providers?${apiVersion}`)
    expect(all.body.value.map((each: { namespace: string }) => each.namespace)).toEqual(
      expect.arrayContaining(['Microsoft.Resources', 'Microsoft.Authorization', 'Microsoft.MachineLearningServices']),
    )
  })

  test('one that is not offered is 404', async () => {
    await using server = await startTestServer()
    const answer = await server.call('GET', `${server.subscription}/providers/Microsoft.Nothing?${apiVersion}`)
    expect([answer.status, answer.body.error.code]).toEqual([404, 'InvalidResourceNamespace'])
  })
})
