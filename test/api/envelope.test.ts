import { expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { startTestServer } from '../support/harness.ts'

test('a member that nobody would read is refused by name, beside properties and in a group’s', async () => {
  await using server = await startTestServer()
  const { groupId, computeId } = await makeWorkspace(server)
  const cases: [string, unknown, string][] = [
    [computeId('desk'), { ...computeBody(), zones: ['1'] }, 'zones'],
    [computeId('desk'), { ...computeBody(), identity: { type: 'SystemAssigned' } }, 'identity'],
    [groupId, { location: 'eastus', sku: { name: 'x' } }, 'sku'],
    [groupId, { location: 'eastus', managedBy: '/somebody' }, 'managedBy'],
    [groupId, { location: 'eastus', properties: { color: 'red' } }, 'color'],
  ]
  for (const [id, body, name] of cases) {
    const answer = await server.call('PUT', `${id}?${apiVersion}`, body)
    expect(answer.status).toBe(400)
    expect(answer.body.error).toMatchObject({ code: 'InvalidRequestContent', message: expect.stringContaining(name) })
  }
})

test('CI-C1: a workspace’s discoveryUrl leads to the services that answer, without signing in', async () => {
  await using server = await startTestServer()
  const { workspaceId } = await makeWorkspace(server)
  const workspace = await server.call('GET', `${workspaceId}?${apiVersion}`)
  const { pathname } = new URL(workspace.body.properties.discoveryUrl)
  const discovered = await server.call('GET', pathname, undefined, { token: null })
  expect(discovered).toMatchObject({ status: 200, body: { api: 'https://localhost:8443' } })
})
