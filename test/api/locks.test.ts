// Management locks and what they stop: everybody, through every verb, at and below their scope.

import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { later, makeCompute, remove, state } from '../support/arm-steps.ts'
import { deploy, deployments, ended, startWithGroup, template } from '../support/deployment-steps.ts'
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

test('ReadOnly refuses every POST that gives something away or changes something, by whatever door', async () => {
  await using server = await startTestServer()
  const { groupId, workspaceId, computeId } = await makeWorkspace(server)
  const id = computeId('ana')
  await makeCompute(server, id)
  const account = `${groupId}/providers/Microsoft.Storage/storageAccounts/lockedkeys1`
  const body = { location: 'eastus', kind: 'StorageV2', sku: { name: 'Standard_LRS' }, properties: {} }
  await server.call('PUT', `${account}?api-version=2019-06-01`, body)
  const keys = `${account}/listKeys?api-version=2019-06-01`
  expect((await server.call('POST', keys)).status).toBe(200)
  await putLock(server, groupId, 'kept', { level: 'CanNotDelete' })
  expect((await server.call('POST', keys)).status).toBe(200)
  await putLock(server, server.subscription, 'frozen', { level: 'ReadOnly' })
  const posts: [string, unknown?][] = [
    [keys],
    [`${account}/regenerateKey?api-version=2019-06-01`, { keyName: 'key1' }],
    [`${workspaceId}/listKeys?${apiVersion}`],
    [`${workspaceId}/resyncKeys?${apiVersion}`],
    [`${id}/restart?${apiVersion}`],
    [
      `${server.subscription}/providers/Microsoft.MachineLearningServices/locations/eastus/updateQuotas?${apiVersion}`,
      {},
    ],
  ]
  for (const [path, sent] of posts) {
    const { status, body: answer } = await server.call('POST', path, sent)
    expect([path, status, answer?.error?.code]).toEqual([path, 409, 'ScopeLocked'])
    expect(answer.error.message).toContain(`'${server.subscription}'`)
  }
  const questions = [
    `${server.subscription}/providers/Microsoft.Storage/checkNameAvailability?api-version=2019-06-01`,
    `${groupId}/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults?api-version=2019-10-01`,
    `${server.subscription}/providers/Microsoft.Storage/register?api-version=2021-04-01`,
  ]
  for (const path of questions) {
    const asked = await server.call('POST', path, { name: 'unlocked1', type: 'Microsoft.Storage/storageAccounts' })
    expect([path, asked.status]).toEqual([path, 200])
  }
})

test('a deployment takes no key from a group that is ReadOnly, and puts nothing into it', async () => {
  await using server = await startWithGroup()
  const locked = `${server.subscription}/resourceGroups/frozen`
  await server.call('PUT', `${locked}?${apiVersion}`, { location: 'eastus' })
  const account = {
    ...{ type: 'Microsoft.Storage/storageAccounts', apiVersion: '2019-06-01', name: 'frozenkeys1' },
    ...{ location: 'eastus', kind: 'StorageV2', sku: { name: 'Standard_LRS' }, properties: {} },
  }
  const { type, apiVersion: version2019, name, ...body } = account
  await server.call('PUT', `${locked}/providers/${type}/${name}?api-version=${version2019}`, body)
  await putLock(server, locked, 'frozen', { level: 'ReadOnly' })
  const key = `[listKeys('${locked}/providers/${type}/${name}', '${version2019}').keys[0].value]`
  await deploy(server, 'takes', {
    template: template({ resources: [], outputs: { key: { type: 'string', value: key } } }),
  })
  const taken = (await ended(server, 'takes')).body.properties
  expect([taken.provisioningState, JSON.stringify(taken.error)]).toEqual([
    'Failed',
    expect.stringContaining('ScopeLocked'),
  ])
  const into = {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2021-04-01',
    name: 'inner',
    resourceGroup: 'frozen',
  }
  const inner = { mode: 'Incremental', template: template({ resources: [{ ...account, name: 'frozenkeys2' }] }) }
  await deploy(server, 'puts', { template: template({ resources: [{ ...into, properties: inner }] }) })
  expect(JSON.stringify((await ended(server, 'puts')).body.properties.error)).toContain('ScopeLocked')
})

test('a lock keeps the history of deployments too, and a full one then takes no new name', async () => {
  await using server = await startWithGroup()
  const place = `${server.subscription}/resourceGroups/lab`
  const empty = { template: template({ resources: [] }) }
  await deploy(server, 'old-1', empty)
  await ended(server, 'old-1')
  const row = await server.db.selectFrom('resources').selectAll().where('name', '=', 'old-1').executeTakeFirstOrThrow()
  const copy = (index: number) => {
    const named = (text: string) => text.replace(/old-1$/, `old-${index}`)
    return {
      ...row,
      key: named(row.key),
      id: named(row.id),
      name: named(row.name),
      modified_at: row.modified_at + index,
    }
  }
  const copies = Array.from({ length: 799 }, (_, index) => copy(index + 2))
  for (let at = 0; at < copies.length; at += 100)
    await server.db
      .insertInto('resources')
      .values(copies.slice(at, at + 100))
      .execute()

  await putLock(server, place, 'keep')
  const refused = await deploy(server, 'new', empty)
  expect([refused.status, refused.body.error.code]).toEqual([409, 'DeploymentQuotaExceeded'])
  expect(refused.body.error.message).toMatch(/quota of '800'.*count is '800'.*Remove the lock/)
  const checked = await server.call('POST', deployments(server, 'new/validate'), {
    properties: { mode: 'Incremental', ...empty },
  })
  expect(checked.body.error.code).toBe('DeploymentQuotaExceeded')
  // Again, under a name that is there.
  expect((await deploy(server, 'old-2', empty)).status).toBe(200)
  expect((await ended(server, 'old-2')).body.properties.provisioningState).toBe('Succeeded')
  expect((await server.call('GET', deployments(server, 'old-1'))).status).toBe(200)

  await removeLock(server, place, 'keep')
  expect((await deploy(server, 'new', empty)).status).toBe(201)
  await ended(server, 'new')
  expect((await server.call('GET', deployments(server, 'old-1'))).status).toBe(404)
})

test('a role of one’s own is a thing of the places where it can be given', async () => {
  await using server = await startTestServer()
  const { groupId } = await makeWorkspace(server)
  const role = `${server.subscription}/providers/Microsoft.Authorization/roleDefinitions/${randomUUID()}?api-version=2022-04-01`
  const written = (actions: string[]) =>
    server.call('PUT', role, {
      properties: { roleName: 'looks', assignableScopes: [groupId], permissions: [{ actions }] },
    })
  expect((await written(['*/read'])).status).toBe(201)
  await putLock(server, groupId, 'kept')
  expect((await written(['Microsoft.Storage/*/read'])).status).toBe(201)
  expect((await server.call('DELETE', role)).body.error.code).toBe('ScopeLocked')
  await putLock(server, groupId, 'kept', { level: 'ReadOnly' })
  expect((await written(['*'])).body.error.code).toBe('ScopeLocked')
  await removeLock(server, groupId, 'kept')
  expect((await server.call('DELETE', role)).status).toBe(200)
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
