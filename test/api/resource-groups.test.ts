import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace, paths } from '../support/arm-paths.ts'
import { follow, later, makeCompute, show } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const roleVersion = 'api-version=2022-04-01'

describe('a resource group', () => {
  test('is created, updated, read, listed and looked for', async () => {
    await using server = await startTestServer()
    const { groupId } = paths(server)
    expect((await server.call('HEAD', `${groupId}?${apiVersion}`)).status).toBe(404)
    const created = await server.call('PUT', `${groupId}?${apiVersion}`, { location: 'East US', tags: { a: 'b' } })
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({
      id: groupId,
      name: 'lab',
      type: 'Microsoft.Resources/resourceGroups',
      location: 'eastus',
      tags: { a: 'b' },
      properties: { provisioningState: 'Succeeded' },
    })
    expect((await server.call('PUT', `${groupId}?${apiVersion}`, { location: 'eastus' })).status).toBe(200)
    const head = await server.call('HEAD', `${groupId}?${apiVersion}`)
    expect([head.status, head.body]).toEqual([204, undefined])
    const listed = await server.call('GET', `${server.subscription}/resourcegroups?${apiVersion}`)
    expect(listed.body.value.map((group: { id: string }) => group.id)).toEqual([groupId])
  })

  test('is one group however its address is spelled, and keeps the spelling it was made with', async () => {
    await using server = await startTestServer()
    await server.call('PUT', `${server.subscription}/resourcegroups/Lab?${apiVersion}`, { location: 'eastus' })
    const again = await server.call(
      'GET',
      `//SUBSCRIPTIONS/${server.installation.subscriptionId}/resourcegroups/LAB/?${apiVersion}`,
    )
    expect(again.body.id).toBe(`${server.subscription}/resourceGroups/Lab`)
    const updated = await server.call('PUT', `${server.subscription}/resourceGroups/lAB?${apiVersion}`, {
      location: 'eastus',
    })
    expect([updated.status, updated.body.name]).toEqual([200, 'Lab'])
  })

  test('takes new tags by PATCH, and nothing else', async () => {
    await using server = await startTestServer()
    const { groupId } = await makeWorkspace(server)
    const patched = await server.call('PATCH', `${groupId}?${apiVersion}`, { tags: { team: 'x' } })
    expect([patched.status, patched.body.tags, patched.body.location]).toEqual([200, { team: 'x' }, 'eastus'])
    const refused = await server.call('PATCH', `${groupId}?${apiVersion}`, { location: 'westus' })
    expect([refused.status, refused.body.error.code]).toEqual([400, 'PropertyChangeNotAllowed'])
    expect((await server.call('PATCH', `${server.subscription}/resourceGroups/none?${apiVersion}`, {})).status).toBe(
      404,
    )
  })

  test.each(['a', 'A-b_c.(d)', 'x'.repeat(90)])('may be called %s', async (name) => {
    await using server = await startTestServer()
    const answer = await server.call('PUT', `${server.subscription}/resourceGroups/${name}?${apiVersion}`, {
      location: 'eastus',
    })
    expect(answer.status).toBe(201)
  })

  test('may not have a name that ends in a dot, is too long or has other characters', async () => {
    await using server = await startTestServer()
    for (const name of ['a.', 'x'.repeat(91), 'a%20b', 'a*b', '%C3%A4', 'a;b', "a'b"]) {
      const answer = await server.call('PUT', `${server.subscription}/resourceGroups/${name}?${apiVersion}`, {
        location: 'eastus',
      })
      expect([name, answer.status]).toEqual([name, 400])
    }
  })

  test.each([
    [undefined, 'LocationRequired'],
    ['', 'LocationRequired'],
    ['atlantis', 'LocationNotAvailableForResourceType'],
    ['eastus/../local', 'LocationNotAvailableForResourceType'],
  ])('is refused at location %j', async (location, code) => {
    await using server = await startTestServer()
    const answer = await server.call('PUT', `${paths(server).groupId}?${apiVersion}`, { location })
    expect([answer.status, answer.body.error.code]).toEqual([400, code])
  })

  test('cannot be moved to another location', async () => {
    await using server = await startTestServer()
    const { groupId } = await makeWorkspace(server)
    const answer = await server.call('PUT', `${groupId}?${apiVersion}`, { location: 'westeurope' })
    expect([answer.status, answer.body.error.code]).toEqual([409, 'InvalidResourceGroupLocation'])
  })

  test('is refused in a subscription that does not exist', async () => {
    await using server = await startTestServer()
    const other = '/subscriptions/11111111-2222-3333-4444-555555555555'
    const answer = await server.call('PUT', `${other}/resourceGroups/lab?${apiVersion}`, { location: 'eastus' })
    expect([answer.status, answer.body.error.code]).toEqual([404, 'SubscriptionNotFound'])
    const list = await server.call('GET', `${other}/resourceGroups?${apiVersion}`)
    expect([list.status, list.body.error.code]).toEqual([404, 'SubscriptionNotFound'])
  })

  test('lists those with a tag when asked for a tag', async () => {
    await using server = await startTestServer()
    for (const [name, team] of [
      ['one', 'x'],
      ['two', 'y'],
      ['three', undefined],
    ])
      await server.call('PUT', `${server.subscription}/resourceGroups/${name}?${apiVersion}`, {
        location: 'eastus',
        tags: team === undefined ? {} : { Team: team },
      })
    const names = async (filter: string) => {
      const path = `${server.subscription}/resourceGroups?${apiVersion}&$filter=${encodeURIComponent(filter)}`
      const { body } = await server.call('GET', path)
      return body.error?.code ?? body.value.map((group: { name: string }) => group.name)
    }
    expect(await names("tagName eq 'team'")).toEqual(['one', 'two'])
    expect(await names("tagName eq 'team' and tagValue eq 'y'")).toEqual(['two'])
    expect(await names("location eq 'eastus'")).toBe('UnsupportedQuery')
  })
})

describe('deleting a resource group', () => {
  test('BA-21: takes workspaces, computes, machines, volumes, claims and role assignments with it', async () => {
    await using server = await startTestServer()
    const { groupId, workspaceId, computeId } = await makeWorkspace(server)
    await makeWorkspace(server, 'lab', 'ws2')
    await makeWorkspace(server, 'other', 'ws1')
    await makeCompute(server, computeId('one'), { sshSettings: { sshPublicAccess: 'Disabled' } })
    await makeCompute(server, paths(server, 'lab', 'ws2').computeId('two'))
    const staying = paths(server, 'other').computeId('staying')
    await makeCompute(server, staying)
    const reader = await server.principal('Reader', computeId('one'))
    await server.principal('Reader', groupId)

    const accepted = await server.call('DELETE', `${groupId}?${apiVersion}`)
    expect([accepted.status, accepted.body]).toEqual([202, undefined])
    expect((await follow(server, accepted, 'location')).status).toBe(202)
    expect((await server.call('GET', `${groupId}?${apiVersion}`)).body.properties.provisioningState).toBe('Deleting')
    await server.settle()
    await later(server, 10_000, 10)

    expect((await follow(server, accepted, 'location')).status).toBe(200)
    expect((await follow(server, accepted)).body.status).toBe('Succeeded')
    expect((await server.call('GET', `${groupId}?${apiVersion}`)).body.error.code).toBe('ResourceGroupNotFound')
    expect(await server.store.list({ underKey: groupId.toLowerCase() })).toEqual([])
    const machines = await Array.fromAsync(server.engine.listMachines(), (machine) => machine.nodeId)
    expect(machines).toEqual([`${staying}/nodes/0`])
    expect(server.engine.volumes.size).toBe(1)
    expect((await server.store.claims('compute-name')).map(({ value }) => value)).toEqual(['staying'])

    // Made anew under the same names, it grants nothing of what it granted.
    await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    expect((await server.call('GET', `${computeId('one')}?${apiVersion}`, undefined, reader)).status).toBe(403)
    expect((await show(server, workspaceId)).status).toBe(200)
  })

  test('refuses what is made in it meanwhile, and a second deletion follows the first', async () => {
    await using server = await startTestServer()
    const { groupId, workspaceId, computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    const accepted = await server.call('DELETE', `${groupId}?${apiVersion}`)
    const again = await server.call('DELETE', `${groupId}?${apiVersion}`)
    expect(again.headers.location).toBe(accepted.headers.location)
    for (const [id, body] of [
      [`${groupId}/providers/Microsoft.MachineLearningServices/workspaces/late`, { location: 'eastus' }],
      [`${workspaceId}/computes/late`, computeBody()],
      [groupId, { location: 'eastus' }],
    ] as const) {
      const answer = await server.call('PUT', `${id}?${apiVersion}`, body)
      expect([answer.status, answer.body.error.code]).toEqual([409, expect.stringMatching(/BeingDeleted|Conflict/)])
    }
    const grant = `${groupId}/providers/Microsoft.Authorization/roleAssignments/${crypto.randomUUID()}?${roleVersion}`
    const { objectId } = await server.principal(undefined)
    const roleDefinitionId = '/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7'
    const granted = await server.call('PUT', grant, { properties: { roleDefinitionId, principalId: objectId } })
    expect(granted.body.error.code).toBe('ResourceGroupBeingDeleted')
    await later(server, 10_000, 10)
    await emptied(server, groupId)
  })

  test('waits for an engine that is away, and ends when it is back', async () => {
    await using server = await startTestServer()
    const { groupId, computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    server.engine.knobs.failing = () => new Error('the engine is away')
    const accepted = await server.call('DELETE', `${groupId}?${apiVersion}`)
    await later(server, 60_000)
    expect((await follow(server, accepted)).body.status).toBe('InProgress')
    server.engine.knobs.failing = undefined
    await later(server, 60_000)
    expect((await follow(server, accepted)).body.status).toBe('Succeeded')
    await emptied(server, groupId)
  })

  test('of a group that is not there is 404', async () => {
    await using server = await startTestServer()
    const answer = await server.call('DELETE', `${paths(server).groupId}?${apiVersion}`)
    expect([answer.status, answer.body.error.code]).toEqual([404, 'ResourceGroupNotFound'])
  })
})

async function emptied(server: TestServer, groupId: string): Promise<void> {
  expect((await server.call('GET', `${groupId}?${apiVersion}`)).status).toBe(404)
  expect(await server.store.list({ underKey: groupId.toLowerCase() })).toEqual([])
  expect(await Array.fromAsync(server.engine.listMachines())).toEqual([])
}
