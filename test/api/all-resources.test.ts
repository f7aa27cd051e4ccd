import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace, paths } from '../support/arm-paths.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const type = 'Microsoft.MachineLearningServices/workspaces'

interface Found {
  readonly names: readonly string[]
  readonly nextLink: string | undefined
}

async function list(server: TestServer, place: string, query = '', token?: string): Promise<Found> {
  const path = `${place}/resources?${apiVersion}${query}`
  const { status, body } = await server.call('GET', path, undefined, token === undefined ? {} : { token })
  expect([status, body.error]).toEqual([200, undefined])
  return { names: body.value.map(({ name }: { name: string }) => name), nextLink: body.nextLink }
}

const filtered = (text: string) => `&$filter=${encodeURIComponent(text)}`

async function withWorkspaces() {
  const server = await startTestServer()
  const one = await makeWorkspace(server, 'lab', 'one')
  await makeWorkspace(server, 'lab', 'two')
  await makeWorkspace(server, 'other', 'three')
  await server.call('PATCH', `${paths(server, 'lab', 'two').workspaceId}?${apiVersion}`, { tags: { Team: 'maps' } })
  await server.call('PUT', `${one.computeId('desk')}?${apiVersion}`, computeBody())
  await server.settle()
  return { server, one }
}

describe('the list of all resources', () => {
  test('has what stands in the groups of the subscription, or in one group', async () => {
    const { server, one } = await withWorkspaces()
    await using _ = server
    expect((await list(server, server.subscription)).names).toEqual(['one', 'two', 'three'])
    expect((await list(server, one.groupId)).names).toEqual(['one', 'two'])
    const { body } = await server.call('GET', `${one.groupId}/resources?${apiVersion}`)
    expect(body.value[0]).toEqual({
      id: one.workspaceId,
      name: 'one',
      type,
      location: 'eastus',
      tags: {},
      kind: 'Default',
      sku: { name: 'Basic', tier: 'Basic' },
    })
  })

  test('is filtered by group, type and tag', async () => {
    const { server, one } = await withWorkspaces()
    await using _ = server
    const names = async (text: string) => (await list(server, server.subscription, filtered(text))).names
    expect(await names("resourceGroup eq 'OTHER'")).toEqual(['three'])
    expect(await names(`resourceType eq '${type}'`)).toEqual(['one', 'two', 'three'])
    expect(await names("resourceType eq 'Microsoft.Compute/virtualMachines'")).toEqual([])
    expect(await names("tagName eq 'team' and tagValue eq 'maps'")).toEqual(['two'])
    expect((await list(server, one.groupId, filtered("name eq 'two'"))).names).toEqual(['two'])
    const refused = await server.call('GET', `${one.groupId}/resources?${apiVersion}${filtered("plan eq 'x'")}`)
    expect([refused.status, refused.body.error.code]).toEqual([400, 'UnsupportedQuery'])
  })

  test('tells times and state when asked to', async () => {
    const { server, one } = await withWorkspaces()
    await using _ = server
    const path = `${one.groupId}/resources?${apiVersion}&$expand=createdTime,changedTime,provisioningState`
    const { body } = await server.call('GET', path)
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/)
    expect(body.value[0]).toMatchObject({ createdTime: time, changedTime: time, provisioningState: 'Succeeded' })
    const refused = await server.call('GET', `${one.groupId}/resources?${apiVersion}&$expand=secrets`)
    expect([refused.status, refused.body.error.code]).toEqual([400, 'InvalidQueryParameter'])
  })

  test('comes in pages', async () => {
    const { server } = await withWorkspaces()
    await using _ = server
    const first = await list(server, server.subscription, '&$top=2')
    expect(first.names).toEqual(['one', 'two'])
    const { pathname, search } = new URL(first.nextLink ?? '')
    const { body } = await server.call('GET', pathname + search)
    expect(body.value.map(({ name }: { name: string }) => name)).toEqual(['three'])
    expect(Object.keys(body)).toEqual(['value'])
  })

  test('shows what the caller may read, and nothing because of what stands in it', async () => {
    const { server, one } = await withWorkspaces()
    await using _ = server
    const ofGroup = await server.principal('Reader', paths(server, 'other').groupId)
    expect((await list(server, server.subscription, '', ofGroup.token)).names).toEqual(['three'])
    const ofCompute = await server.principal('Reader', one.computeId('desk'))
    expect((await list(server, server.subscription, '', ofCompute.token)).names).toEqual([])
    const path = `${one.groupId}/resources?${apiVersion}`
    const refused = await server.call('GET', path, undefined, { token: ofGroup.token })
    expect([refused.status, refused.body.error.code]).toEqual([403, 'AuthorizationFailed'])
  })

  test('of a group that is not there is 404', async () => {
    await using server = await startTestServer()
    const answer = await server.call('GET', `${paths(server).groupId}/resources?${apiVersion}`)
    expect([answer.status, answer.body.error.code]).toEqual([404, 'ResourceGroupNotFound'])
  })
})

describe('registering a provider', () => {
  test('is answered as done, and what is not offered is not found', async () => {
    await using server = await startTestServer()
    const at = (namespace: string) => `${server.subscription}/providers/${namespace}`
    const ml = at('Microsoft.MachineLearningServices')
    const answer = await server.call('POST', `${ml}/register?${apiVersion}`)
    expect([answer.status, answer.body.registrationState]).toEqual([200, 'Registered'])
    expect((await server.call('GET', `${ml}?${apiVersion}`)).body).toEqual(answer.body)
    expect(answer.body.resourceTypes.map((each: { resourceType: string }) => each.resourceType)).not.toContain(
      'register',
    )
    expect((await server.call('POST', `${at('Microsoft.Compute')}/register?${apiVersion}`)).status).toBe(404)
  })
})
