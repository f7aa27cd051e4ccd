// What the tables of use must keep on either database: minutes of a fleet's nodes alone, and spans that only ever grow.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addMetricPoints, type MetricPoint, metricPoints, sweepMetricPoints } from '../../src/store/metric-points.ts'
import { type DatabaseLocation, type OpenDatabase, openDatabase } from '../../src/store/open-database.ts'
import { extendSpans, type RunningSpan, runningSpans, sweepSpans } from '../../src/store/running-spans.ts'

const minute = 60_000
const noon = Date.UTC(2026, 0, 1, 12)

export function usageContract(name: string, locate: () => Promise<DatabaseLocation>): void {
  describe(`the tables of use on ${name}`, () => {
    let database: OpenDatabase
    beforeAll(async () => {
      database = await openDatabase(await locate())
    })
    beforeEach(async () => {
      await database.db.deleteFrom('metric_points').execute()
      await database.db.deleteFrom('running_spans').execute()
    })
    afterAll(() => database.close())

    test('minutes come back as they were written, of all nodes of a fleet and of no other', async () => {
      const [first, second] = [point(noon), point(noon + minute, { gpuPercent: 70, diskUsedBytes: 9e12 })]
      await addMetricPoints(database.db, [
        { nodeKey: '/s/c/nodes/0', points: [first, second] },
        { nodeKey: '/s/c/nodes/1', points: [second] },
        { nodeKey: '/s/c2/nodes/0', points: [first] },
        { nodeKey: '/s/c-2/nodes/0', points: [first] },
      ])
      const asked = { fleetKey: '/s/c', from: noon, to: noon + 2 * minute }
      expect(await metricPoints(database.db, asked)).toEqual([
        { nodeKey: '/s/c/nodes/0', points: [first, second] },
        { nodeKey: '/s/c/nodes/1', points: [second] },
      ])
      expect(await metricPoints(database.db, { ...asked, to: noon + minute })).toEqual([
        { nodeKey: '/s/c/nodes/0', points: [first] },
      ])
      expect(await metricPoints(database.db, { ...asked, from: noon + minute })).toHaveLength(2)
    })

    test('the same minutes written twice are there once', async () => {
      const nodes = [{ nodeKey: '/s/c/nodes/0', points: [point(noon)] }]
      await addMetricPoints(database.db, nodes)
      await addMetricPoints(database.db, nodes)
      const found = await metricPoints(database.db, { fleetKey: '/s/c', from: noon, to: noon + minute })
      expect(found).toEqual(nodes)
    })

    test('minutes are swept when they are old', async () => {
      const nodes = Array.from({ length: 600 }, (_, index) => ({
        nodeKey: `/s/c/nodes/${index}`,
        points: [point(noon + (index % 60) * minute)],
      }))
      await addMetricPoints(database.db, nodes)
      await sweepMetricPoints(database.db, noon + 30 * minute)
      const left = await metricPoints(database.db, { fleetKey: '/s/c', from: 0, to: noon * 2 })
      expect(left).toHaveLength(300)
      expect(left.every(({ points }) => points.every(({ at }) => at >= noon + 30 * minute))).toBe(true)
    })

    test('a boot that is seen again goes on; its beginning stays, and its end never goes back', async () => {
      await extendSpans(database.db, [span({ from: noon, to: noon + minute })])
      // As a server writes that knows nothing of the first.
      await extendSpans(database.db, [span({ from: noon + 5 * minute, to: noon + 6 * minute })])
      await extendSpans(database.db, [span({ from: noon, to: noon + 2 * minute })])
      await extendSpans(database.db, [span({ bootId: 'b2', from: noon + 9 * minute, to: noon + 10 * minute })])
      const found = await runningSpans(database.db, { underKey: '/s', from: 0, to: noon * 2 })
      expect(found.toSorted((a, b) => a.from - b.from)).toEqual([
        span({ from: noon, to: noon + 6 * minute }),
        span({ bootId: 'b2', from: noon + 9 * minute, to: noon + 10 * minute }),
      ])
    })

    test('spans are found by a resource, by what is above it, and by time', async () => {
      const others = ['/s/c2', '/s/c/d', '/s/c-1', '/s'].map((fleetKey) => span({ fleetKey }))
      await extendSpans(database.db, [span({}), ...others])
      const keys = async (underKey: string, from = noon, to = noon + minute) =>
        (await runningSpans(database.db, { underKey, from, to })).map(({ fleetKey }) => fleetKey).sort()
      expect(await keys('/s/c')).toEqual(['/s/c', '/s/c/d'])
      expect(await keys('/s')).toHaveLength(5)
      expect(await keys('/s', noon + minute, noon + 2 * minute)).toEqual([])
      expect(await keys('/s', noon - minute, noon)).toEqual([])
      await sweepSpans(database.db, noon + 2 * minute)
      expect(await keys('/s')).toEqual([])
    })
  })
}

function point(at: number, more: Partial<MetricPoint> = {}): MetricPoint {
  return {
    ...{ at, cpuMillicores: 10, memoryBytes: null, cpuCapacityMillicores: 1000, memoryCapacityBytes: 2 ** 40 },
    ...{ networkInBytes: 0, networkOutBytes: null, diskUsedBytes: null },
    ...{ gpuPercent: null, gpuMemoryBytes: null, gpuMemoryCapacityBytes: null },
    ...more,
  }
}

function span(more: Partial<RunningSpan>): RunningSpan {
  const fleet = { fleetKey: '/s/c', fleetId: '/S/C', nodeKey: '/s/c/nodes/0', size: 'STANDARD_D2_V3' }
  return { ...fleet, bootId: 'b1', from: noon, to: noon + minute, ...more }
}
