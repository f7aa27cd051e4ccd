import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace, paths } from '../support/arm-paths.ts'
import { follow, later, makeCompute, remove, show } from '../support/arm-steps.ts'
import { startTestServer } from '../support/harness.ts'

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('a workspace', () => {
  test('is created complete, read, updated and listed, in a group and in the subscription', async () => {
    await using server = await startTestServer()
    const { groupId, workspaceId } = await makeWorkspace(server)
    const other = paths(server, 'lab', 'ws2').workspaceId
    const created = await server.call('PUT', `${other}?${apiVersion}`, {
      location: 'East US',
      tags: { a: 'b' },
      identity: { type: 'SystemAssigned' },
      properties: { friendlyName: 'Two', description: 'd', keyVault: '/k', storageAccount: '/s' },
    })
    expect(created.status).toBe(200)
    expect(created.body).toMatchObject({
      id: other,
      name: 'ws2',
      type: 'Microsoft.MachineLearningServices/workspaces',
      location: 'eastus',
      tags: { a: 'b' },
      sku: { name: 'Basic', tier: 'Basic' },
      identity: { type: 'SystemAssigned', tenantId: server.installation.tenantId },
      properties: {
        provisioningState: 'Succeeded',
        friendlyName: 'Two',
        description: 'd',
        keyVault: '/k',
        storageAccount: '/s',
        workspaceId: expect.stringMatching(guid),
        discoveryUrl: expect.stringMatching(/^https:\/\/localhost:8443\/discovery\//),
      },
    })
    const updated = await server.call('PUT', `${other}?${apiVersion}`, { location: 'eastus', properties: {} })
    expect([updated.status, updated.body.tags, updated.body.properties.friendlyName]).toEqual([200, {}, 'ws2'])
    expect((await show(server, other)).body.properties.workspaceId).toBe(created.body.properties.workspaceId)
    expect((await show(server, workspaceId)).body.properties.workspaceId).not.toBe(created.body.properties.workspaceId)

    await makeWorkspace(server, 'lab2', 'ws3')
    const names = async (scope: string) => {
      const list = `${scope}/providers/Microsoft.MachineLearningServices/workspaces?${apiVersion}`
      return (await server.call('GET', list)).body.value.map((each: { name: string }) => each.name)
    }
    expect(await names(groupId)).toEqual(['ws1', 'ws2'])
    expect(await names(server.subscription)).toEqual(['ws1', 'ws2', 'ws3'])
  })

  test('CI-15: its id makes a name for an instance that is one', async () => {
    await using server = await startTestServer()
    const { workspaceId, computeId } = await makeWorkspace(server)
    const { workspaceId: id } = (await show(server, workspaceId)).body.properties
    await makeCompute(server, computeId(`ci${id}`.slice(0, 10)))
  })

  test('takes new tags by PATCH', async () => {
    await using server = await startTestServer()
    const { workspaceId } = await makeWorkspace(server)
    const patched = await server.call('PATCH', `${workspaceId}?${apiVersion}`, { tags: { a: '1' } })
    expect([patched.status, patched.body.tags]).toEqual([200, { a: '1' }])
  })

  test('what is read may be sent back as it is', async () => {
    await using server = await startTestServer()
    const { workspaceId } = await makeWorkspace(server)
    const { body } = await show(server, workspaceId)
    const sent = await server.call('PUT', `${workspaceId}?${apiVersion}`, body)
    expect([sent.status, sent.body.properties]).toEqual([200, body.properties])
  })

  test.each([
    [{ properties: { encryption: { status: 'Enabled' } } }, 'encryption'],
    [{ properties: { friendlyName: 7 } }, 'friendlyName'],
    [{ properties: [] }, 'properties'],
    [{ tags: { a: 1 } }, 'tags'],
    [{ tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`t${i}`, ''])) }, 'tags'],
  ])('%j is refused by name', async (change, name) => {
    await using server = await startTestServer()
    const { groupId } = await makeWorkspace(server)
    const id = `${groupId}/providers/Microsoft.MachineLearningServices/workspaces/ws2`
    const answer = await server.call('PUT', `${id}?${apiVersion}`, { location: 'eastus', properties: {}, ...change })
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body.error)).toContain(name)
  })

  test('cannot be moved, and has a name of 3 to 33 characters', async () => {
    await using server = await startTestServer()
    const { groupId, workspaceId } = await makeWorkspace(server)
    const moved = await server.call('PUT', `${workspaceId}?${apiVersion}`, { location: 'westus', properties: {} })
    expect([moved.status, moved.body.error.code]).toEqual([400, 'InvalidResourceLocation'])
    for (const [name, status] of [
      ['abc', 200],
      ['0_a-b', 200],
      ['x'.repeat(33), 200],
      ['ab', 400],
      ['-abc', 400],
      ['x'.repeat(34), 400],
      ['a.b', 400],
    ] as const) {
      const id = `${groupId}/providers/Microsoft.MachineLearningServices/workspaces/${name}`
      const answer = await server.call('PUT', `${id}?${apiVersion}`, { location: 'eastus', properties: {} })
      expect([name, answer.status]).toEqual([name, status])
    }
  })

  test.each([
    ['/subscriptions/{s}', 'a subscription'],
    ['', 'the root'],
    ['/subscriptions/{s}/resourceGroups/lab/providers/Microsoft.MachineLearningServices/workspaces/ws1', 'another one'],
  ])('is not offered below %s: %s', async (scope) => {
    await using server = await startTestServer()
    await makeWorkspace(server)
    const place = scope.replace('{s}', server.installation.subscriptionId)
    const id = `${place}/providers/Microsoft.MachineLearningServices/workspaces/stray`
    const answer = await server.call('PUT', `${id}?${apiVersion}`, { location: 'eastus', properties: {} })
    expect([answer.status, answer.body.error.code]).toEqual([404, 'InvalidResourceType'])
    expect((await show(server, id)).status).toBe(404)
  })

  test('in a group that is not there is refused, and read as a missing group', async () => {
    await using server = await startTestServer()
    const { groupId, workspaceId } = paths(server)
    const refused = await server.call('PUT', `${workspaceId}?${apiVersion}`, { location: 'eastus', properties: {} })
    expect([refused.status, refused.body.error.code]).toEqual([404, 'ResourceGroupNotFound'])
    expect((await show(server, workspaceId)).body.error.code).toBe('ResourceGroupNotFound')
    expect((await server.call('DELETE', `${workspaceId}?${apiVersion}`)).status).toBe(404)
    await server.call('PUT', `${groupId}?${apiVersion}`, { location: 'eastus' })
    expect((await show(server, workspaceId)).body.error.code).toBe('ResourceNotFound')
    expect((await server.call('DELETE', `${workspaceId}?${apiVersion}`)).status).toBe(204)
  })
})

describe('deleting a workspace', () => {
  test('deletes its computes first, its files last, and leaves its neighbour', async () => {
    await using server = await startTestServer()
    const { workspaceId, computeId } = await makeWorkspace(server)
    const neighbour = await makeWorkspace(server, 'lab', 'ws1-b')
    await makeCompute(server, computeId('one'))
    await makeCompute(server, computeId('two'))
    await makeCompute(server, neighbour.computeId('staying'))
    const accepted = await server.call('DELETE', `${workspaceId}?${apiVersion}&forceToPurge=false`)
    expect(accepted.status).toBe(202)
    expect((await show(server, workspaceId)).body.properties.provisioningState).toBe('Deleting')
    const late = await server.call('PUT', `${computeId('late')}?${apiVersion}`, computeBody())
    expect([late.status, late.body.error.code]).toEqual([409, 'Conflict'])
    await later(server)
    expect((await follow(server, accepted)).body.status).toBe('Succeeded')
    expect((await show(server, workspaceId)).status).toBe(404)
    expect((await show(server, neighbour.computeId('staying'))).body.properties.properties.state).toBe('Running')
    expect(await server.store.list({ underKey: workspaceId.toLowerCase() })).toEqual([])
  })

  test('also takes a compute that is being deleted already', async () => {
    await using server = await startTestServer()
    const { workspaceId, computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    const compute = await remove(server, computeId('one'))
    const workspace = await server.call('DELETE', `${workspaceId}?${apiVersion}`)
    await later(server)
    expect((await follow(server, compute)).body.status).toBe('Succeeded')
    expect((await follow(server, workspace)).body.status).toBe('Succeeded')
  })
})
