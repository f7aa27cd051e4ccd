// Which dated shape a request speaks (design §2), for every type and endpoint that is registered.

import { describe, expect, test } from 'vitest'
import { makeWorkspace } from '../support/arm-paths.ts'
import { makeCompute } from '../support/arm-steps.ts'
import { startTestServer } from '../support/harness.ts'

async function addresses() {
  const server = await startTestServer()
  const { groupId, workspaceId, computeId } = await makeWorkspace(server)
  await makeCompute(server, computeId('one'))
  const locations = `${server.subscription}/providers/Microsoft.MachineLearningServices/locations/eastus`
  const access = `${server.subscription}/providers/Microsoft.Authorization`
  const paths: Record<string, string> = {
    tenants: '/tenants',
    subscriptions: '/subscriptions',
    subscription: server.subscription,
    locations: `${server.subscription}/locations`,
    providers: `${server.subscription}/providers`,
    groups: `${server.subscription}/resourceGroups`,
    group: groupId,
    workspace: workspaceId,
    computes: `${workspaceId}/computes`,
    compute: computeId('one'),
    'compute events': `${computeId('one')}/events`,
    vmSizes: `${locations}/vmSizes`,
    usages: `${locations}/usages`,
    quotas: `${locations}/quotas`,
    roleAssignments: `${access}/roleAssignments`,
    roleDefinitions: `${access}/roleDefinitions`,
  }
  return { server, paths, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

describe('the api-version', () => {
  test.each([
    ['', 400, 'MissingApiVersionParameter'],
    ['api-version=', 400, 'MissingApiVersionParameter'],
    ['apiversion=2024-10-01', 400, 'MissingApiVersionParameter'],
    ['api-version=latest', 400, 'InvalidApiVersionParameter'],
    ['api-version=2024-13-01', 400, 'InvalidApiVersionParameter'],
    ['api-version=2024-10-01-nightly', 400, 'InvalidApiVersionParameter'],
    ['api-version=2024-10-01%00', 400, 'InvalidRequestUri'],
    ['api-version=2010-01-01', 400, 'NoRegisteredProviderFound'],
    ['api-version=2026-11-30', 200, undefined],
    ['api-version=2099-12-31-preview', 200, undefined],
    ['API-Version=2023-02-02', 200, undefined],
  ])('%j is %d %s, whatever is asked for', async (query, status, code) => {
    await using at = await addresses()
    for (const [name, path] of Object.entries(at.paths)) {
      const answer = await at.server.call('GET', `${path}?${query}`)
      expect([name, answer.status, answer.body.error?.code]).toEqual([name, status, code])
    }
  })

  test('older than any is refused with the list of those that are known', async () => {
    await using at = await addresses()
    const { body } = await at.server.call('GET', `${at.paths['compute']}?api-version=2015-01-01`)
    expect(body.error.message).toContain('2018-11-19, 2020-02-02')
    expect(body.error.message).toContain('2024-10-01')
  })

  test('CI-C1: 2020-02-02, which no specification has, is spoken for computes', async () => {
    await using at = await addresses()
    const { status, body } = await at.server.call('GET', `${at.paths['compute']}?api-version=2020-02-02`)
    expect([status, body.name]).toEqual([200, 'one'])
  })

  test('CI-112: who triggered the last operation is told from 2022-10-01 on, where it was published', async () => {
    await using at = await addresses()
    const told = async (version: string) => {
      const { body } = await at.server.call('GET', `${at.paths['compute']}?api-version=${version}`)
      return body.properties.properties.lastOperation
    }
    const operation = { operationName: 'Create', operationStatus: 'Succeeded', operationTime: expect.any(String) }
    for (const version of ['2020-02-02', '2021-03-01-preview', '2022-05-01'])
      expect(await told(version)).toEqual(operation)
    for (const version of ['2022-10-01', '2024-10-01'])
      expect(await told(version)).toEqual({ ...operation, operationTrigger: 'User' })
  })

  test('a change without it is refused before it changes anything', async () => {
    await using at = await addresses()
    for (const [method, path] of [
      ['PUT', 'compute'],
      ['DELETE', 'compute'],
      ['PATCH', 'compute'],
      ['DELETE', 'group'],
    ] as const)
      expect((await at.server.call(method, at.paths[path] ?? '', {})).body.error.code).toBe(
        'MissingApiVersionParameter',
      )
    expect((await at.server.call('POST', `${at.paths['compute']}/stop`)).status).toBe(400)
  })
})
