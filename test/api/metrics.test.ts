import { expect, test } from 'vitest'
import { addMetricPoints, type MetricPoint } from '../../src/store/metric-points.ts'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { later } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { makeJobPlace, seenOf, submit, takes } from '../support/job-steps.ts'

const version = 'api-version=2018-01-01'
const minute = 60_000
const gib = 1024 ** 3

test('what an instance used is told minute by minute, with gaps where it did not run', async () => {
  await using server = await startTestServer()
  const { id, start } = await instance(server)
  await store(server, id, [point(start, 500), point(start + minute, 1500), point(start + 4 * minute, 1000)])
  const answer = await metrics(server, id, {
    metricnames: 'CpuUtilizationPercentage,networkinputmegabytes',
    timespan: span(start, start + 5 * minute),
    aggregation: 'Average,Maximum',
  })
  expect(answer.status).toBe(200)
  expect(answer.body).toMatchObject({
    cost: 0,
    interval: 'PT1M',
    namespace: 'Microsoft.MachineLearningServices/workspaces/computes',
    resourceregion: 'eastus',
    timespan: span(start, start + 5 * minute),
  })
  const [cpu, network] = answer.body.value
  expect(cpu).toMatchObject({
    id: `${id}/providers/Microsoft.Insights/metrics/CpuUtilizationPercentage`,
    type: 'Microsoft.Insights/metrics',
    name: { value: 'CpuUtilizationPercentage' },
    unit: 'Count',
    errorCode: 'Success',
  })
  const at = (index: number) => new Date(start + index * minute).toISOString().replace('.000Z', 'Z')
  expect(cpu.timeseries).toEqual([
    {
      metadatavalues: [],
      data: [
        { timeStamp: at(0), average: 25, maximum: 25 },
        { timeStamp: at(1), average: 75, maximum: 75 },
        { timeStamp: at(2) },
        { timeStamp: at(3) },
        { timeStamp: at(4), average: 50, maximum: 50 },
      ],
    },
  ])
  expect(network.timeseries[0].data[0]).toMatchObject({ average: 2 })
})

test('longer intervals put minutes together, as each aggregation says', async () => {
  await using server = await startTestServer()
  const { id, start } = await instance(server)
  const from = Math.ceil(start / (5 * minute)) * 5 * minute
  await store(server, id, [point(from, 500), point(from + minute, 1500), point(from + 2 * minute, 1000)])
  const { body } = await metrics(server, id, {
    metricnames: 'CpuUtilizationMillicores',
    timespan: span(from, from + 5 * minute),
    interval: 'PT5M',
    aggregation: 'average,minimum,maximum,total,count',
  })
  expect(body.value[0].timeseries[0].data).toEqual([
    {
      timeStamp: new Date(from).toISOString().replace('.000Z', 'Z'),
      ...{ average: 1000, minimum: 500, maximum: 1500, total: 3000, count: 3 },
    },
  ])
})

test.each([
  [
    'as Azure’s command line escapes it',
    (from: string, to: string) => encodeURIComponent(`${from.slice(0, -1)}/${to.slice(0, -1)}`),
  ],
  [
    'with the zone it is meant in',
    (from: string, to: string) => `${from.replace('Z', '+00:00')}/${to.replace('Z', ' 00:00')}`,
  ],
])('a timespan is understood %s', async (_, written) => {
  await using server = await startTestServer()
  const { id, start } = await instance(server)
  await store(server, id, [point(start, 500)])
  const [from = '', to = ''] = span(start, start + minute).split('/')
  const { body } = await metrics(server, id, { timespan: written(from, to) })
  expect(body.timespan).toBe(`${from}/${to}`)
  expect(body.value[0].timeseries[0].data).toHaveLength(1)
})

test('nodes of one resource are told together, those that are gone too', async () => {
  await using server = await startTestServer()
  const { id, start } = await instance(server)
  await store(server, id, [point(start, 500), point(start + minute, 500)])
  await store(server, id, [point(start, 1500)], 'tvm-gone')
  const { body } = await metrics(server, id, {
    metricnames: 'CpuUtilizationMillicores',
    timespan: span(start, start + 2 * minute),
    aggregation: 'Average,Maximum,Count',
  })
  expect(body.value[0].timeseries[0].data).toMatchObject([
    { average: 1000, maximum: 1500, count: 2 },
    { average: 500, maximum: 500, count: 1 },
  ])
})

test('an instance without measurements has none, and says so without a fault', async () => {
  await using server = await startTestServer()
  const { id } = await instance(server)
  const { status, body } = await metrics(server, id, { metricnames: 'GpuUtilizationPercentage' })
  expect(status).toBe(200)
  expect(body.value).toMatchObject([{ name: { value: 'GpuUtilizationPercentage' }, timeseries: [] }])
})

test('of an instance that was called so before, nothing is told', async () => {
  await using server = await startTestServer()
  const { id, start } = await instance(server)
  await store(server, id, [point(start, 500)])
  await server.call('DELETE', `${id}?${apiVersion}&underlyingResourceAction=Delete`)
  await server.settle()
  server.clock.advance(10 * minute)
  await server.call('PUT', `${id}?${apiVersion}`, computeBody())
  await server.settle()
  const { body } = await metrics(server, id, { timespan: 'PT1H' })
  expect(body.value[0].timeseries).toEqual([])
})

test('PO-07: a job has what its own nodes used while it ran, and nothing of before and after', async () => {
  await using server = await startTestServer()
  const place = await makeJobPlace(server)
  await submit(server, place, 'one', takes(90))
  const seen = await seenOf(server, place.jobId('one'))
  const started = seen?.startedAt ?? 0
  await later(server, 100_000, 100)
  const minuteOf = Math.floor(started / minute) * minute
  const nodeKey = (name: string) => `${place.clusterId.toLowerCase()}/nodes/${name}`
  const points = [-1, 0, 1, 5].map((index) => point(minuteOf + index * minute, 1000))
  await addMetricPoints(server.db, [
    { nodeKey: nodeKey(seen?.nodes[0] ?? ''), points },
    { nodeKey: nodeKey('another'), points: points.map(({ at }) => point(at, 2000)) },
  ])
  const asked = { timespan: span(minuteOf - 2 * minute, minuteOf + 6 * minute), aggregation: 'Average,Count' }
  const { status, body } = await metrics(server, place.jobId('one'), asked)
  const told = body.value[0].timeseries[0].data.filter(({ count }: { count?: number }) => (count ?? 0) > 0)
  expect([status, told.map(({ average }: { average: number }) => average)]).toEqual([200, [50, 50]])
  await submit(server, place, 'queued', { ...takes(1), nodeCount: 3 })
  expect((await metrics(server, place.jobId('queued'), asked)).body.value[0].timeseries).toEqual([])
})

test('which metrics there are is told with their names in Azure Machine Learning', async () => {
  await using server = await startTestServer()
  const { id } = await instance(server)
  const { body } = await server.call('GET', `${id}/providers/microsoft.insights/metricDefinitions?${version}`)
  const names = body.value.map((each: { name: { value: string } }) => each.name.value)
  expect(names).toEqual([
    'CpuUtilizationPercentage',
    'CpuUtilizationMillicores',
    'CpuCapacityMillicores',
    'CpuMemoryUtilizationPercentage',
    'CpuMemoryUtilizationMegabytes',
    'CpuMemoryCapacityMegabytes',
    'DiskUsedMegabytes',
    'NetworkInputMegabytes',
    'NetworkOutputMegabytes',
    'GpuUtilizationPercentage',
    'GpuMemoryUtilizationMegabytes',
    'GpuMemoryCapacityMegabytes',
  ])
  expect(body.value[0]).toMatchObject({ resourceId: id, primaryAggregationType: 'Average' })
  expect(body.value[0].metricAvailabilities[0]).toEqual({ timeGrain: 'PT1M', retention: 'P1D' })
})

test.each([
  [{ metricnames: 'Percentage CPU' }, "There is no metric 'Percentage CPU'. Valid metrics: CpuUtilizationPercentage,"],
  [{ interval: 'PT2M' }, "The interval 'PT2M' is not offered"],
  [{ timespan: 'yesterday' }, "The timespan 'yesterday'"],
  [{ timespan: '2026-01-02T00:00:00Z/2026-01-01T00:00:00Z' }, 'two times in order'],
  [{ timespan: '2026-01-01T00:00:00Z/2026-03-01T00:00:00Z' }, 'Ask for a shorter time or a longer interval'],
  [{ aggregation: 'Median' }, "'Median' is not one of Average"],
  [{ $filter: "ComputeName eq '*'" }, 'no dimensions'],
  [{ metricnamespace: 'Microsoft.Compute/virtualMachines' }, 'is not offered'],
  [{ resultType: 'Both' }, "The result type 'Both'"],
])('%o is refused by name', async (query, message) => {
  await using server = await startTestServer()
  const { id } = await instance(server)
  const { status, body } = await metrics(server, id, query as Record<string, string>)
  expect(status).toBe(400)
  expect(body.error.message).toContain(message)
})

test('what has no machines has no metrics, and what is not there is not found', async () => {
  await using server = await startTestServer()
  const { id } = await instance(server)
  const workspace = id.slice(0, id.indexOf('/computes'))
  const refused = await metrics(server, workspace, {})
  expect(refused.status).toBe(400)
  expect(refused.body.error.message).toContain('not a supported platform metric namespace')
  expect((await metrics(server, `${id}x`, {})).status).toBe(404)
})

async function instance(server: TestServer): Promise<{ id: string; start: number }> {
  const { computeId } = await makeWorkspace(server)
  const id = computeId('desk')
  await server.call('PUT', `${id}?${apiVersion}`, computeBody())
  await server.settle()
  return { id, start: Math.ceil(server.clock.now() / minute) * minute }
}

function metrics(server: TestServer, id: string, query: Record<string, string>) {
  return server.call('GET', `${id}/providers/microsoft.insights/metrics?${version}&${new URLSearchParams(query)}`)
}

/** As the server does when the minutes are over. */
async function store(server: TestServer, id: string, points: MetricPoint[], node = '0'): Promise<void> {
  await addMetricPoints(server.db, [{ nodeKey: `${id.toLowerCase()}/nodes/${node}`, points }])
}

function span(from: number, to: number): string {
  return [from, to].map((at) => new Date(at).toISOString().replace('.000Z', 'Z')).join('/')
}

function point(at: number, cpuMillicores: number): MetricPoint {
  return {
    ...{ at, cpuMillicores, memoryBytes: gib, cpuCapacityMillicores: 2000, memoryCapacityBytes: 4 * gib },
    ...{ networkInBytes: 2_000_000, networkOutBytes: 0, diskUsedBytes: 5_000_000 },
    ...{ gpuPercent: null, gpuMemoryBytes: null, gpuMemoryCapacityBytes: null },
  }
}
