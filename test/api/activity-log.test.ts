// The activity log: a view of the operations, for whoever may read it where they happened.

import { expect, test } from 'vitest'
import { apiVersion, makeWorkspace } from '../support/arm-paths.ts'
import { act, later, makeCompute, remove } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { HeldClock } from '../support/held-clock.ts'

const version = 'api-version=2015-04-01'
const since = "eventTimestamp ge '2020-01-01T00:00:00Z'"

interface Event {
  readonly operationName: { value: string }
  readonly status: { value: string }
  readonly level: string
  readonly resourceId: string
  readonly caller: string
  readonly correlationId: string
  readonly eventTimestamp: string
  readonly eventDataId: string
  readonly properties: Record<string, string>
}

test('tells who did what, when it began and how it ended', async () => {
  await using server = await startTestServer()
  const { computeId } = await makeWorkspace(server)
  const id = computeId('ana')
  await makeCompute(server, id)
  await act(server, id, 'stop')
  await later(server)
  const events = await read(server, `${since} and resourceUri eq '${id.toUpperCase()}'`)
  const computes = 'Microsoft.MachineLearningServices/workspaces/computes'
  expect(events.map((event) => [event.operationName.value, event.status.value])).toEqual([
    [`${computes}/stop/action`, 'Succeeded'],
    [`${computes}/stop/action`, 'Started'],
    [`${computes}/write`, 'Succeeded'],
    [`${computes}/write`, 'Started'],
  ])
  expect(events[0]).toMatchObject({
    authorization: { action: `${computes}/stop/action`, scope: id },
    caller: 'carrel-scripts',
    category: { value: 'Administrative' },
    eventName: { value: 'EndRequest' },
    level: 'Informational',
    resourceGroupName: 'lab',
    resourceId: id,
    resourceProviderName: { value: 'Microsoft.MachineLearningServices' },
    resourceType: { value: computes },
    subscriptionId: server.installation.subscriptionId,
    tenantId: server.installation.tenantId,
    properties: { trigger: 'User' },
  })
  expect(new Set(events.map(({ eventDataId }) => eventDataId)).size).toBe(4)
  expect(events[0]?.correlationId).toBe(events[1]?.correlationId)
})

test('keeps what happened to things that are gone', async () => {
  await using server = await startTestServer()
  const { groupId, computeId } = await makeWorkspace(server)
  await makeCompute(server, computeId('ana'))
  await remove(server, groupId)
  await later(server)
  const names = (await read(server, `${since} and resourceGroupName eq 'LAB'`)).map(
    (event) => event.operationName.value,
  )
  expect(names).toContain('Microsoft.Resources/subscriptions/resourceGroups/delete')
  expect(names).toContain('Microsoft.MachineLearningServices/workspaces/computes/write')
})

test('takes what Azure takes as a filter, and selects members', async () => {
  await using server = await startTestServer()
  const { groupId, workspaceId } = await makeWorkspace(server)
  await makeWorkspace(server, 'other')
  const [newest] = await read(server, since)
  const correlation = await read(server, `${since} and correlationId eq '${newest?.correlationId}'`)
  expect(correlation.map((event) => event.correlationId)).toEqual([newest?.correlationId, newest?.correlationId])
  const provider = await read(server, `${since} and resourceProvider eq 'microsoft.machinelearningservices'`)
  expect(new Set(provider.map((event) => event.resourceId.split('/providers/')[1]))).toEqual(
    new Set([workspaceId.split('/providers/')[1]]),
  )
  expect(await read(server, `${since} and resourceUri eq '${groupId}/' and status eq 'started'`)).toHaveLength(1)
  expect(await read(server, "eventTimestamp ge '2099-01-01'")).toEqual([])
  expect(await read(server, `${since} and eventTimestamp le 2021-01-01T00:00:00`)).toEqual([])
  expect(await read(server, `${since} and caller eq 'nobody'`)).toEqual([])
  const [selected] = await read(server, since, '&$select=caller,resourceId')
  expect(Object.keys(selected ?? {}).toSorted()).toEqual(['caller', 'resourceId'])
})

test.each(['', 'resourceUri eq 1', "eventTimestamp ge 'yesterday'", `${since} or caller eq 'x'`])(
  'refuses the filter "%s"',
  async (filter) => {
    await using server = await startTestServer()
    const { status, body } = await server.call('GET', pathOf(server, filter))
    expect([status, body.error.code]).toEqual([400, 'BadRequest'])
  },
)

test('pages through everything once', async () => {
  await using server = await startTestServer()
  const { groupId } = await makeWorkspace(server)
  for (let index = 0; index < 120; index++)
    await server.call('PATCH', `${groupId}?${apiVersion}`, { tags: { index: String(index) } })
  const seen: string[] = []
  let next = pathOf(server, `${since} and resourceUri eq '${groupId}'`)
  let pages = 0
  for (; next !== ''; pages++) {
    const { body } = await server.call('GET', next)
    seen.push(...body.value.map((event: Event) => event.eventDataId))
    const url = body.nextLink === undefined ? undefined : new URL(body.nextLink)
    next = url === undefined ? '' : url.pathname + url.search
  }
  expect([seen.length, new Set(seen).size, pages > 1]).toEqual([242, 242, true])
})

test('shows each reader the events of what they may read', async () => {
  await using server = await startTestServer()
  const { groupId } = await makeWorkspace(server)
  await makeWorkspace(server, 'other')
  const reader = await server.principal('Reader', groupId)
  const { status, body } = await server.call('GET', pathOf(server, since), undefined, { token: reader.token })
  expect(status).toBe(200)
  expect(body.value.length).toBeGreaterThan(0)
  for (const event of body.value as Event[]) expect(event.resourceId).toContain('/resourceGroups/lab')
})

test('tells what happened in one moment in the order in which it happened', async () => {
  const clock = new HeldClock()
  await using server = await startTestServer({ clock })
  const { groupId } = await makeWorkspace(server)
  const ids = Array.from({ length: 9 }, (_, nth) => `00000000-0000-4000-8000-00000000000${nth}`)
  using _ = clock.hold()
  for (const id of ids) {
    const headers = { 'x-ms-correlation-request-id': id }
    expect((await server.call('PATCH', `${groupId}?${apiVersion}`, { tags: { id } }, { headers })).status).toBe(200)
  }
  const told = (await read(server, `${since} and resourceUri eq '${groupId}'`)).map((event) => event.correlationId)
  expect([...new Set(told)].slice(0, ids.length)).toEqual(ids.toReversed())
})

function pathOf(server: TestServer, filter: string, more = ''): string {
  const query = filter === '' ? '' : `&$filter=${encodeURIComponent(filter)}`
  return `${server.subscription}/providers/Microsoft.Insights/eventtypes/management/values?${version}${query}${more}`
}

async function read(server: TestServer, filter: string, more = ''): Promise<Event[]> {
  const { status, body } = await server.call('GET', pathOf(server, filter, more))
  expect([status, body.error]).toEqual([200, undefined])
  return body.value
}
