// Management locks and what they stop: everybody, through every verb, at and below their scope.

import { expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { later, makeCompute, remove, state } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const version = 'api-version=2020-05-01'

test('a lock is made, changed, read, listed and taken away', async () => {
  await using server = await startTestServer()
  const { groupId } = await makeWorkspace(server)
  const made = await putLock(server, groupId, 'keep', { level: 'cannotdelete', notes: 'paid for until June' })
  expect([made.status, made.body]).toMatchObject([
    201,
    {
      id: `${groupId}/providers/Microsoft.Authorization/locks/keep`,
      name: 'keep',
      type: 'Microsoft.Authorization/locks',
      properties: { level: 'CanNotDelete', notes: 'paid for until June' },
    },
  ])
  expect((await putLock(server, groupId, 'keep', { level: 'ReadOnly' })).status).toBe(200)
  expect((await getLock(server, groupId, 'keep')).body.properties).toMatchObject({ level: 'ReadOnly' })
  expect(await namesAt(server, groupId)).toEqual(['keep'])
  expect((await removeLock(server, groupId, 'keep')).status).toBe(200)
  expect((await getLock(server, groupId, 'keep')).status).toBe(404)
  expect((await removeLock(server, groupId, 'keep')).status).toBe(204)
})

test('a list holds the locks at and below its scope; atScope() those at it and above', async () => {
  await using server = await startTestServer()
  const { groupId, workspaceId } = await makeWorkspace(server)
  await putLock(server, server.subscription, 'outer')
  await putLock(server, groupId, 'middle')
  await putLock(server, workspaceId, 'inner')
  expect(await namesAt(server, server.subscription)).toEqual(['outer', 'inner', 'middle'].toSorted())
  expect(await namesAt(server, groupId)).toEqual(['inner', 'middle'])
  expect(await namesAt(server, groupId, '&$filter=atScope()')).toEqual(['middle', 'outer'])
})

test('CanNotDelete refuses deletion at, below and above it, and lets everything else go on', async () => {
  await using server = await startTestServer()
  const { groupId, workspaceId, computeId } = await makeWorkspace(server)
  const id = computeId('ana')
  await makeCompute(server, id)
  await putLock(server, workspaceId, 'keep')
  for (const locked of [id, workspaceId, groupId]) {
    const { status, body } = await remove(server, locked)
    expect([status, body.error.code]).toEqual([409, 'ScopeLocked'])
    expect(body.error.message).toContain(`'${workspaceId}'`)
  }
  expect((await server.call('PATCH', `${id}?${apiVersion}`, { tags: { a: 'b' } })).status).toBe(200)
  expect((await server.call('POST', `${id}/stop?${apiVersion}`)).status).toBe(202)
  await later(server)
  expect(await state(server, id)).toBe('Stopped, Succeeded')
  await removeLock(server, workspaceId, 'keep')
  expect((await remove(server, groupId)).status).toBe(202)
  await later(server)
  expect((await server.call('GET', `${groupId}?${apiVersion}`)).status).toBe(404)
})

test('ReadOnly refuses every change, actions too, and lets reads and questions be', async () => {
  await using server = await startTestServer()
  const { groupId, workspaceId, computeId } = await makeWorkspace(server)
  const id = computeId('ana')
  await makeCompute(server, id)
  await putLock(server, groupId, 'frozen', { level: 'ReadOnly' })
  const answers = [
    await server.call('PUT', `${computeId('new')}?${apiVersion}`, computeBody()),
    await server.call('PUT', `${id}?${apiVersion}`, computeBody()),
    await server.call('PATCH', `${groupId}?${apiVersion}`, { tags: { a: 'b' } }),
    await server.call('POST', `${id}/stop?${apiVersion}`),
    await remove(server, id),
  ]
  expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual(answers.map(() => [409, 'ScopeLocked']))
  expect((await server.call('GET', `${id}?${apiVersion}`)).status).toBe(200)
  const question = await server.call('POST', `${workspaceId}/checkComputeNameAvailability?${apiVersion}`, {
    name: 'new-one',
  })
  expect(question.status).toBe(200)
  expect(await state(server, id)).toBe('Running, Succeeded')
})

test('what cannot be a lock is refused', async () => {
  await using server = await startTestServer()
  const { groupId } = await makeWorkspace(server)
  const refused = async (scope: string, name: string, properties: object) => {
    const { status, body } = await putLock(server, scope, name, properties)
    return [status, body.error.code]
  }
  expect(await refused(groupId, 'x', { level: 'Frozen' })).toEqual([400, 'InvalidLockLevel'])
  expect(await refused(groupId, 'x', {})).toMatchObject([400, expect.any(String)])
  expect(await refused(groupId, 'x', { level: 'ReadOnly', until: 'June' })).toMatchObject([400, expect.any(String)])
  expect(await refused('', 'x', { level: 'ReadOnly' })).toEqual([400, 'InvalidLockScope'])
  expect(await refused(`${server.subscription}/resourceGroups/none`, 'x', { level: 'ReadOnly' })).toEqual([
    404,
    'ResourceGroupNotFound',
  ])
})

function lockPath(scope: string, name = ''): string {
  return `${scope}/providers/Microsoft.Authorization/locks/${name}?${version}`
}

function putLock(server: TestServer, scope: string, name: string, properties: object = { level: 'CanNotDelete' }) {
  return server.call('PUT', lockPath(scope, name), { properties })
}

function getLock(server: TestServer, scope: string, name: string) {
  return server.call('GET', lockPath(scope, name))
}

function removeLock(server: TestServer, scope: string, name: string) {
  return server.call('DELETE', lockPath(scope, name))
}

async function namesAt(server: TestServer, scope: string, more = ''): Promise<string[]> {
  const { body } = await server.call('GET', lockPath(scope) + more)
  return body.value.map(({ name }: { name: string }) => name).toSorted()
}
