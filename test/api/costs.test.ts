import { expect, test } from 'vitest'
import { sweepDrift } from '../../src/fleet/drift.ts'
import { extendSpans } from '../../src/store/running-spans.ts'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const version = 'api-version=2023-11-01'
const hour = 3_600_000
const rates = { currency: 'EUR', perHour: { Standard_D2_v2: 0.5 } }
const size = 'STANDARD_D2_V2'

test('what instances cost this month is told for each of them, at the rates of their sizes', async () => {
  await using server = await startTestServer({ configured: { rates } })
  const { workspaceId, computeId } = await makeWorkspace(server)
  const month = monthOf(server)
  const desk = computeId('Desk')
  await server.call('PUT', `${desk}?${apiVersion}`, computeBody())
  await ran(server, desk, [month - 2 * hour, month + 3 * hour], [month + 5 * hour, month + 6 * hour])
  await ran(server, computeId('other'), [month, month + 2 * hour])
  const dataset = {
    granularity: 'None',
    aggregation: { cost: { name: 'Cost', function: 'Sum' }, hours: { name: 'UsageQuantity', function: 'Sum' } },
    grouping: [{ type: 'Dimension', name: 'ResourceId' }],
  }
  server.clock.advance(Math.max(0, month + 7 * hour - server.clock.now()))
  const { status, body } = await query(server, workspaceId, { dataset })
  expect(status).toBe(200)
  expect(body.properties.columns).toEqual([
    { name: 'Cost', type: 'Number' },
    { name: 'UsageQuantity', type: 'Number' },
    { name: 'ResourceId', type: 'String' },
    { name: 'Currency', type: 'String' },
  ])
  expect(body.properties.rows.toSorted()).toEqual([
    [1, 2, computeId('other'), 'EUR'],
    [2, 4, desk, 'EUR'],
  ])
  const alone = await query(server, desk, { dataset: { ...dataset, grouping: [] } })
  expect(alone.body.properties.rows).toEqual([[2, 4, 'EUR']])
})

test('days are told one by one, and a month that is over as a whole', async () => {
  await using server = await startTestServer({ configured: { rates } })
  const { groupId, computeId } = await makeWorkspace(server)
  const lastMonth = Date.UTC(2026, 0, 1)
  await ran(server, computeId('desk'), [lastMonth + 23 * hour, lastMonth + 26 * hour])
  const timePeriod = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00+00:00' }
  const daily = await query(server, groupId, { timeframe: 'Custom', timePeriod, dataset: { granularity: 'Daily' } })
  expect(daily.body.properties.rows).toEqual([
    [0.5, 20_260_101, 'EUR'],
    [1, 20_260_102, 'EUR'],
  ])
  const dataset = { grouping: [{ type: 'Dimension', name: 'ResourceGroupName' }] }
  const whole = await query(server, groupId, { timeframe: 'Custom', timePeriod, dataset })
  expect(whole.body.properties.rows).toEqual([[1.5, 'lab', 'EUR']])
})

test('without rates nothing is known of costs, but of hours', async () => {
  await using server = await startTestServer()
  const { workspaceId, computeId } = await makeWorkspace(server)
  const now = server.clock.now()
  await ran(server, computeId('desk'), [now - 60_000, now])
  const unknown = await query(server, workspaceId, { dataset: {} })
  expect(unknown).toMatchObject({ status: 204, body: undefined })
  const dataset = { aggregation: { hours: { name: 'UsageQuantity', function: 'Sum' } } }
  const timePeriod = { from: new Date(now - hour).toISOString(), to: new Date(now + hour).toISOString() }
  const told = await query(server, workspaceId, { timeframe: 'Custom', timePeriod, dataset })
  expect(told.body.properties.rows).toEqual([[0.016667, '']])
})

test('a size says what an hour of it costs, if it has a rate', async () => {
  await using server = await startTestServer({ configured: { rates } })
  const locations = `${server.subscription}/providers/Microsoft.MachineLearningServices/locations`
  const { body } = await server.call('GET', `${locations}/local/vmSizes?${apiVersion}`)
  const priced = body.value.filter((each: { estimatedVMPrices?: unknown }) => each.estimatedVMPrices !== undefined)
  expect(priced).toMatchObject([
    {
      name: size,
      estimatedVMPrices: {
        ...{ billingCurrency: 'EUR', unitOfMeasure: 'OneHour' },
        values: [{ retailPrice: 0.5, osType: 'Linux', vmTier: 'Standard' }],
      },
    },
  ])
})

test('the sweep for drift tells which machines run, and only those', async () => {
  await using server = await startTestServer()
  const { engine, store, clock } = server
  const { computeId } = await makeWorkspace(server)
  for (const name of ['running', 'stopped']) await server.call('PUT', `${computeId(name)}?${apiVersion}`, computeBody())
  await server.settle()
  await server.call('POST', `${computeId('stopped')}/stop?${apiVersion}`)
  await server.settle()
  const { running } = await sweepDrift({ engineName: 'memory', engine, store, now: clock.now() })
  expect(running.map(({ node }) => node.parentKey)).toEqual([computeId('running').toLowerCase()])
  const [seen] = running
  expect(seen?.bootId).toBe(seen?.node.observed?.bootId)
})

test.each([
  [{ dataset: { filter: {} } }, 'filter'],
  [{ dataset: { grouping: [{ type: 'TagKey', name: 'team' }] } }, 'grouping'],
  [{ dataset: { grouping: [{ type: 'Dimension', name: 'Meter' }] } }, "The grouping 'Meter' is not one of ResourceId"],
  [{ dataset: { aggregation: { a: { name: 'CostUSD', function: 'Sum' } } } }, "The aggregation 'CostUSD'"],
  [{ timeframe: 'Custom', dataset: {} }, "needs 'timePeriod'"],
  [{ timeframe: 'TheLastDecade', dataset: {} }, 'timeframe'],
])('%o is refused by name', async (body, message) => {
  await using server = await startTestServer({ configured: { rates } })
  const { workspaceId } = await makeWorkspace(server)
  const refused = await query(server, workspaceId, body)
  expect(refused.status).toBe(400)
  expect(JSON.stringify(refused.body.error)).toContain(message)
})

test('costs are those of a scope that is there', async () => {
  await using server = await startTestServer({ configured: { rates } })
  const { workspaceId } = await makeWorkspace(server)
  expect((await query(server, `${workspaceId}x`, { dataset: {} })).status).toBe(404)
  expect((await query(server, '', { dataset: {} })).status).toBe(400)
})

function query(server: TestServer, scope: string, body: object) {
  const asked = { type: 'ActualCost', timeframe: 'MonthToDate', ...body }
  return server.call('POST', `${scope}/providers/Microsoft.CostManagement/query?${version}`, asked)
}

/** As the server writes it while machines run. */
async function ran(server: TestServer, id: string, ...times: (readonly [number, number])[]): Promise<void> {
  const fleetKey = id.toLowerCase()
  const spans = times.map(([from, to]) => ({
    ...{ fleetKey, fleetId: id, nodeKey: `${fleetKey}/nodes/0`, bootId: `boot-${from}`, size },
    ...{ from, to },
  }))
  await extendSpans(server.db, spans)
}

function monthOf(server: TestServer): number {
  const now = new Date(server.clock.now())
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth())
}
