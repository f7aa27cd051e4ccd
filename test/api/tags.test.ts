// Tags as a resource of their own, and the list of those in use.

import { expect, test } from 'vitest'
import { makeWorkspace } from '../support/arm-paths.ts'
import { show } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const version = 'api-version=2021-04-01'

test('are read, replaced, merged, taken out and cleared, on groups and resources alike', async () => {
  await using server = await startTestServer()
  const { groupId, workspaceId } = await makeWorkspace(server)
  for (const id of [groupId, workspaceId]) {
    const put = await tags(server, 'PUT', id, { properties: { tags: { Team: 'vision', cost: '12' } } })
    expect([put.status, put.body]).toEqual([
      200,
      {
        id: `${id}/providers/Microsoft.Resources/tags/default`,
        name: 'default',
        type: 'Microsoft.Resources/tags',
        properties: { tags: { Team: 'vision', cost: '12' } },
      },
    ])
    const merge = { operation: 'Merge', properties: { tags: { team: 'speech', until: 'June' } } }
    await tags(server, 'PATCH', id, merge)
    expect((await show(server, id)).body.tags).toEqual({ cost: '12', team: 'speech', until: 'June' })
    await tags(server, 'PATCH', id, { operation: 'delete', properties: { tags: { until: 'June', cost: '13' } } })
    expect((await tags(server, 'GET', id)).body.properties.tags).toEqual({ cost: '12', team: 'speech' })
    await tags(server, 'PATCH', id, { operation: 'Replace', properties: { tags: { a: 'b' } } })
    expect((await tags(server, 'GET', id)).body.properties.tags).toEqual({ a: 'b' })
    expect((await tags(server, 'DELETE', id)).status).toBe(200)
    expect((await show(server, id)).body.tags).toEqual({})
  }
})

test('leave everything else as it was', async () => {
  await using server = await startTestServer()
  const { workspaceId } = await makeWorkspace(server)
  const before = (await show(server, workspaceId)).body
  await tags(server, 'PUT', workspaceId, { properties: { tags: { a: 'b' } } })
  const after = (await show(server, workspaceId)).body
  expect({ ...after, systemData: undefined }).toEqual({ ...before, tags: { a: 'b' }, systemData: undefined })
})

test('what cannot be is refused', async () => {
  await using server = await startTestServer()
  const { groupId } = await makeWorkspace(server)
  const refusal = async (method: string, id: string, body?: object) => {
    const answer = await tags(server, method, id, body)
    return [answer.status, answer.body.error.code]
  }
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`name-${index}`, 'x']))
  const more = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`more-${index}`, 'x']))
  await tags(server, 'PUT', groupId, { properties: { tags: many } })
  const merge = { operation: 'Merge', properties: { tags: more } }
  expect(await refusal('PATCH', groupId, merge)).toMatchObject([400, expect.any(String)])
  expect(await refusal('PATCH', groupId, { operation: 'Add', properties: {} })).toMatchObject([400, expect.any(String)])
  expect(await refusal('PUT', groupId, { properties: { labels: {} } })).toMatchObject([400, expect.any(String)])
  expect(await refusal('GET', server.subscription)).toEqual([400, 'TagsNotSupported'])
  expect(await refusal('GET', `${groupId}x`)).toEqual([404, 'ResourceGroupNotFound'])
})

test('the tags in use are counted', async () => {
  await using server = await startTestServer()
  const { groupId, workspaceId } = await makeWorkspace(server)
  await tags(server, 'PUT', groupId, { properties: { tags: { team: 'vision' } } })
  await tags(server, 'PUT', workspaceId, { properties: { tags: { Team: 'speech' } } })
  const { body } = await server.call('GET', `${server.subscription}/tagNames?${version}`)
  expect(body.value).toMatchObject([
    { tagName: 'team', count: { type: 'Total', value: 2 }, values: [{ tagValue: 'vision' }, { tagValue: 'speech' }] },
  ])
})

function tags(server: TestServer, method: string, id: string, body?: object) {
  return server.call(method, `${id}/providers/Microsoft.Resources/tags/default?${version}`, body)
}
