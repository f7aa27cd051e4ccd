// The part of the activity log that no operation tells of: what was done to the directory, and changes that were refused.

import { expect, test } from 'vitest'
import { makeWorkspace } from '../support/arm-paths.ts'
import { directoryOf } from '../support/directory-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const version = 'api-version=2015-04-01'
const values = '/providers/Microsoft.Insights/eventtypes/management/values'
const since = `$filter=${encodeURIComponent("eventTimestamp ge '2020-01-01T00:00:00Z'")}`

interface Event {
  readonly operationName: { value: string }
  readonly status: { value: string }
  readonly resourceId: string
  readonly caller: string
  readonly eventDataId: string
}

test('tells what was done to users, groups and service principals, and by whom', async () => {
  await using server = await startTestServer()
  const { call, user } = directoryOf(server)
  const id = await user('ben')
  await call('PUT', 'users/ben', { displayName: 'Ben' })
  const { password } = (await call('POST', 'users/ben/resetPassword')).body
  await call('POST', 'users/ben/signOut')
  await call('PUT', 'groups/lab', {})
  await call('PUT', `groups/lab/members/${id}`)
  const { clientId, clientSecret } = (await call('POST', 'servicePrincipals', { displayName: 'ci' })).body
  await call('POST', `servicePrincipals/${clientId}/resetSecret`)
  await call('DELETE', `servicePrincipals/${clientId}`)
  await call('DELETE', `groups/lab/members/${id}`)
  await call('DELETE', 'groups/lab')
  await call('DELETE', 'users/ben')
  // Reading leaves nothing.
  await call('GET', 'users')

  const { status, body } = await server.call('GET', `${values}?${version}`)
  expect(status).toBe(200)
  const told = body.value.filter(({ operationName }: Event) => operationName.value.startsWith('Carrel.Identity/'))
  const lines = told.map(({ operationName, resourceId }: Event) => [
    operationName.value.slice('Carrel.Identity/'.length),
    resourceId.slice('/providers/Carrel.Identity/'.length),
  ])
  expect(lines.toReversed()).toEqual([
    ['users/write', 'users/ben'],
    ['users/write', 'users/ben'],
    ['users/resetPassword/action', 'users/ben'],
    ['users/signOut/action', 'users/ben'],
    ['groups/write', 'groups/lab'],
    ['groups/members/write', `groups/lab/members/${id}`],
    ['servicePrincipals/write', `servicePrincipals/${clientId}`],
    ['servicePrincipals/resetSecret/action', `servicePrincipals/${clientId}`],
    ['servicePrincipals/delete', `servicePrincipals/${clientId}`],
    ['groups/members/delete', `groups/lab/members/${id}`],
    ['groups/delete', 'groups/lab'],
    ['users/delete', 'users/ben'],
  ])
  expect(told[0]).toMatchObject({
    authorization: { action: 'Carrel.Identity/users/delete', scope: '/providers/Carrel.Identity/users/ben' },
    caller: 'carrel-scripts',
    category: { value: 'Administrative' },
    eventName: { value: 'EndRequest' },
    level: 'Informational',
    resourceGroupName: '',
    resourceProviderName: { value: 'Carrel.Identity' },
    resourceType: { value: 'Carrel.Identity/users' },
    status: { value: 'Succeeded' },
    subscriptionId: '',
    tenantId: server.installation.tenantId,
  })
  const text = JSON.stringify(body)
  for (const secret of [password, clientSecret]) expect(text).not.toContain(secret)
})

test('a change through Microsoft Graph is told under the same names', async () => {
  await using server = await startTestServer()
  const { graph } = directoryOf(server)
  const made = await graph('POST', 'groups', { displayName: 'Lab', mailNickname: 'lab', mailEnabled: false })
  expect(made.status).toBe(201)
  await graph('DELETE', `groups/${made.body.id}`)
  const outsider = await server.principal(undefined)
  const body = { displayName: 'Lab', mailNickname: 'other' }
  expect((await graph('POST', 'groups', body, outsider.token)).status).toBe(403)
  const told = (await tenantEvents(server)).map(({ operationName, status, resourceId }) => [
    operationName.value,
    status.value,
    resourceId,
  ])
  const at = `/providers/Carrel.Identity/groups/${made.body.id}`
  expect(told.toReversed()).toEqual([
    ['Carrel.Identity/groups/write', 'Succeeded', at],
    ['Carrel.Identity/groups/delete', 'Succeeded', at],
    ['Carrel.Identity/groups/write', 'Failed', '/providers/Carrel.Identity/groups'],
  ])
})

test('a change that was refused stands where it was tried, with the permission it lacked', async () => {
  await using server = await startTestServer()
  const { groupId, workspaceId } = await makeWorkspace(server)
  const reader = await server.principal('Reader', groupId)
  const as = { token: reader.token }
  const correlationId = '8f0b2b8e-65a1-4f5a-9d0c-0f6d2a1c7e11'
  const refused = await server.call('DELETE', `${workspaceId}?api-version=2024-10-01`, undefined, {
    ...as,
    headers: { 'x-ms-correlation-request-id': correlationId },
  })
  expect(refused.status).toBe(403)
  await server.call('POST', `${workspaceId}/computes/x/start?api-version=2024-10-01`, undefined, as)
  // Neither a refused reading nor what failed otherwise is a refused change.
  await server.call('GET', `/providers/Carrel.Identity/users?api-version=2026-11-01`, undefined, as)
  await server.call('PUT', `${workspaceId}/computes/x?api-version=2024-10-01`, { nonsense: true })

  const events = (await subscriptionEvents(server)).filter(({ status }) => status.value === 'Failed')
  expect(events.map(({ operationName }) => operationName.value)).toEqual([
    'Microsoft.MachineLearningServices/workspaces/computes/start/action',
    'Microsoft.MachineLearningServices/workspaces/delete',
  ])
  expect(events[1]).toMatchObject({
    correlationId,
    level: 'Error',
    resourceId: workspaceId,
    resourceGroupName: 'lab',
    subStatus: { value: 'Forbidden' },
    description: expect.stringContaining("action 'Microsoft.MachineLearningServices/workspaces/delete'"),
    properties: { statusCode: 'AuthorizationFailed' },
  })
  // Whoever may read events there sees them too; at the tenant they are not.
  const seen = await server.call('GET', `${server.subscription}${values}?${version}&${since}`, undefined, as)
  expect(seen.body.value.map(({ eventDataId }: Event) => eventDataId)).toEqual(
    expect.arrayContaining(events.map(({ eventDataId }) => eventDataId)),
  )
  expect((await tenantEvents(server)).filter(({ status }) => status.value === 'Failed')).toEqual([])
})

test('one principal cannot flood the log with refusals, nor keep those of another out', async () => {
  await using server = await startTestServer()
  const [loud, quiet] = [await server.principal(undefined), await server.principal(undefined)]
  const attempt = (token: string) =>
    server.call('PUT', `${server.subscription}/resourceGroups/x?api-version=2021-04-01`, {}, { token })
  for (let count = 0; count < 80; count++) expect((await attempt(loud.token)).status).toBe(403)
  await attempt(quiet.token)
  const rows = await server.db.selectFrom('audit').select('actor').execute()
  const by = (objectId: string) => rows.filter(({ actor }) => actor.includes(objectId)).length
  expect([by(loud.objectId), by(quiet.objectId)]).toEqual([60, 1])
})

test('only who may read events at the root sees those of the tenant', async () => {
  await using server = await startTestServer()
  await directoryOf(server).user('ben')
  const owner = await server.principal('Owner')
  const refused = await server.call('GET', `${values}?${version}`, undefined, { token: owner.token })
  expect([refused.status, refused.body.error.code]).toEqual([403, 'AuthorizationFailed'])
  await directoryOf(server).assign('Reader', owner.objectId, '')
  const seen = await server.call('GET', `${values}?${version}&${since}`, undefined, { token: owner.token })
  expect(seen.body.value[0]).toMatchObject({ resourceId: expect.stringContaining('/providers/') })
  expect((await server.call('GET', `/providers/Microsoft.Insights/eventtypes/other/values?${version}`)).status).toBe(
    404,
  )
})

test('operations and the rest come in pages together, each once and newest first', async () => {
  await using server = await startTestServer()
  const { groupId } = await makeWorkspace(server)
  const nobody: string[] = []
  for (let index = 0; index < 4; index++) nobody.push((await server.principal(undefined)).token)
  for (let index = 0; index < 130; index++) {
    await server.call('PATCH', `${groupId}?api-version=2021-04-01`, { tags: { index: String(index) } })
    const token = nobody[index % 4] ?? ''
    await server.call('PATCH', `${groupId}?api-version=2021-04-01`, { tags: {} }, { token })
  }
  const filter = encodeURIComponent(`eventTimestamp ge '2020-01-01' and resourceUri eq '${groupId}'`)
  const seen: Event[] = []
  for (let next = `${server.subscription}${values}?${version}&$filter=${filter}`; next !== ''; ) {
    const { body } = await server.call('GET', next)
    seen.push(...body.value)
    const url = body.nextLink === undefined ? undefined : new URL(body.nextLink)
    next = url === undefined ? '' : url.pathname + url.search
  }
  expect(seen.filter(({ status }) => status.value === 'Failed')).toHaveLength(130)
  expect(new Set(seen.map(({ eventDataId }) => eventDataId)).size).toBe(seen.length)
  expect(seen).toHaveLength(130 + 2 * 131)
})

async function tenantEvents(server: TestServer): Promise<Event[]> {
  const { body } = await server.call('GET', `${values}?${version}&${since}`)
  return body.value.filter(({ operationName }: Event) => operationName.value.startsWith('Carrel.Identity/'))
}

async function subscriptionEvents(server: TestServer): Promise<Event[]> {
  return (await server.call('GET', `${server.subscription}${values}?${version}&${since}`)).body.value
}
