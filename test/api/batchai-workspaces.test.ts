// BA-03, BA-42: Batch AI's workspaces, and what is used of a location.

import { describe, expect, test } from 'vitest'
import { makeWorkspace } from '../support/arm-paths.ts'
import { makeCompute } from '../support/arm-steps.ts'
import { batchCall, batchPaths, batchVersion, makeBatchWorkspace } from '../support/batch-steps.ts'
import { startTestServer } from '../support/harness.ts'

const time = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/)

describe('BA-03, BA-42: a Batch AI workspace', () => {
  test('is created complete without ever a 201, read, tagged, listed and deleted', async () => {
    await using server = await startTestServer()
    const { workspaceId, groupId } = await makeBatchWorkspace(server)
    const other = `${workspaceId}-2`
    const created = await batchCall(server, 'PUT', other, { location: 'East US', tags: { a: 'b' } })
    expect([created.status, created.body]).toEqual([
      200,
      {
        id: other,
        name: 'batch-2',
        type: 'Microsoft.BatchAI/workspaces',
        location: 'eastus',
        tags: { a: 'b' },
        properties: { creationTime: time, provisioningState: 'succeeded', provisioningStateTransitionTime: time },
      },
    ])
    expect((await batchCall(server, 'PUT', other, { location: 'eastus' })).status).toBe(200)
    expect((await batchCall(server, 'PATCH', other, { tags: { c: 'd' } })).body.tags).toEqual({ c: 'd' })
    for (const place of [groupId, server.subscription]) {
      const list = await server.call('GET', `${place}/providers/Microsoft.BatchAI/workspaces?${batchVersion}`)
      expect(list.body.value.map(({ name }: { name: string }) => name)).toEqual(['batch', 'batch-2'])
    }
    const page = await server.call(
      'GET',
      `${groupId}/providers/Microsoft.BatchAI/workspaces?${batchVersion}&maxresults=1`,
    )
    expect([page.body.value.length, typeof page.body.nextLink]).toEqual([1, 'string'])
    expect((await batchCall(server, 'DELETE', other)).status).toBe(202)
    await server.settle()
    expect((await batchCall(server, 'GET', other)).status).toBe(404)
    expect((await batchCall(server, 'DELETE', other)).status).toBe(204)
  })

  test.each([
    ['a.b', { location: 'eastus' }, 'InvalidResourceName'],
    ['n'.repeat(65), { location: 'eastus' }, 'InvalidResourceName'],
    ['fine', {}, 'LocationRequired'],
    ['fine', { location: 'mars' }, 'LocationNotAvailableForResourceType'],
    ['fine', { location: 'eastus', properties: { colour: 'red' } }, 'InvalidRequestContent'],
  ])('is refused as %s with %j', async (name, body, code) => {
    await using server = await startTestServer()
    await makeBatchWorkspace(server)
    const answer = await batchCall(server, 'PUT', batchPaths(server, 'lab', name).workspaceId, body)
    expect([answer.status, answer.body.error.code]).toEqual([400, code])
  })

  test('BA-18: whoever is signed in is told what may be done, by the actions that roles speak of', async () => {
    await using server = await startTestServer()
    const { status, body } = await server.call('GET', `/providers/Microsoft.BatchAI/operations?${batchVersion}`)
    const names: string[] = body.value.map(({ name }: { name: string }) => name)
    expect([status, new Set(names).size]).toEqual([200, names.length])
    expect(names).toEqual(
      expect.arrayContaining([
        'Microsoft.BatchAI/workspaces/read',
        'Microsoft.BatchAI/workspaces/clusters/write',
        'Microsoft.BatchAI/workspaces/clusters/listRemoteLoginInformation/action',
        'Microsoft.BatchAI/workspaces/experiments/jobs/terminate/action',
        'Microsoft.BatchAI/workspaces/fileServers/delete',
      ]),
    )
    expect(body.value[0]).toEqual({
      name: expect.stringMatching(/^Microsoft\.BatchAI\/workspaces\//),
      display: {
        ...{ provider: 'Microsoft.BatchAI', resource: 'workspaces' },
        ...{ operation: expect.any(String), description: expect.any(String) },
      },
      origin: 'user',
    })
  })

  test('stays where it is', async () => {
    await using server = await startTestServer()
    const { workspaceId } = await makeBatchWorkspace(server)
    const moved = await batchCall(server, 'PUT', workspaceId, { location: 'westus' })
    expect([moved.status, moved.body.error.code]).toEqual([400, 'InvalidResourceLocation'])
  })
})

test('BA-10: usages tell dedicated cores, of all families and of each, and those of low priority apart', async () => {
  await using server = await startTestServer()
  const { computeId } = await makeWorkspace(server)
  await makeCompute(server, computeId('one'))
  const path = `${server.subscription}/providers/Microsoft.BatchAI/locations/eastus/usages?${batchVersion}`
  const { body } = await server.call('GET', path)
  const usage = Object.fromEntries(
    body.value.map((each: { name: { value: string }; currentValue: number; limit: number }) => [
      each.name.value,
      [each.currentValue, each.limit],
    ]),
  )
  expect(usage).toMatchObject({ total: [2, 100], standardDv2Family: [2, 100], lowPriorityCores: [0, 100] })
})
