import { expect, test } from 'vitest'
import type { MetricPoint } from '../../../store/metric-points.ts'
import { metricBuckets } from './metric-buckets.ts'
import { findMetric } from './metric-table.ts'

const dayMs = 86_400_000

test('a day of many nodes is put together in one bucket', () => {
  const metric = findMetric('CpuUtilizationMillicores')
  if (metric === undefined) throw new Error('there is no such metric')
  const points = Array.from({ length: 200_000 }, (_, index) => point(index % 1440, index))
  const range = { from: 0, to: dayMs, intervalMs: dayMs, aggregations: ['Minimum', 'Maximum', 'Count'] as const }
  expect(metricBuckets(points, metric, range)).toEqual([
    { timeStamp: '1970-01-01T00:00:00Z', minimum: 0, maximum: 199_999, count: 200_000 },
  ])
})

function point(minute: number, cpuMillicores: number): MetricPoint {
  return {
    at: minute * 60_000,
    cpuMillicores,
    memoryBytes: null,
    cpuCapacityMillicores: 1000,
    memoryCapacityBytes: 1,
    networkInBytes: null,
    networkOutBytes: null,
    diskUsedBytes: null,
    gpuPercent: null,
    gpuMemoryBytes: null,
    gpuMemoryCapacityBytes: null,
  }
}
