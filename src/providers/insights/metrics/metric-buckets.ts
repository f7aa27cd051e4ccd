import type { MetricPoint } from '../../../store/metric-points.ts'
import type { Aggregation, Metric } from './metric-table.ts'

export interface BucketRange {
  /** Epoch milliseconds; the first bucket begins at or before it. */
  readonly from: number
  readonly to: number
  readonly intervalMs: number
  readonly aggregations: readonly Aggregation[]
}

/** One for each interval, with what was asked for of it; where nothing was measured, its time alone. */
export function metricBuckets(points: readonly MetricPoint[], metric: Metric, range: BucketRange) {
  const { to, intervalMs } = range
  const first = firstBucket(range)
  const values = new Map<number, number[]>()
  for (const point of points) {
    const value = metric.of(point)
    const index = Math.floor((point.at - first) / intervalMs)
    if (value === null) continue
    const others = values.get(index)
    if (others) others.push(value)
    else values.set(index, [value])
  }
  const count = Math.max(0, Math.ceil((to - first) / intervalMs))
  return Array.from({ length: count }, (_, index) => {
    const found = values.get(index) ?? []
    const told = range.aggregations.map((name) => [name.toLowerCase(), aggregated(found, name)])
    const timeStamp = new Date(first + index * intervalMs).toISOString().replace('.000Z', 'Z')
    return { timeStamp, ...Object.fromEntries(found.length === 0 ? [] : told) }
  })
}

export function firstBucket({ from, intervalMs }: Pick<BucketRange, 'from' | 'intervalMs'>): number {
  return Math.floor(from / intervalMs) * intervalMs
}

function aggregated(values: readonly number[], aggregation: Aggregation): number {
  let [total, least, most] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  // One by one: a day of a large cluster is more than a function takes as arguments.
  for (const value of values) {
    total += value
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  const results: Readonly<Record<Aggregation, number>> = {
    Average: total / values.length,
    Minimum: least,
    Maximum: most,
    Total: total,
    Count: values.length,
  }
  return Math.round(results[aggregation] * 1000) / 1000
}
