// What a machine used, as Azure Monitor's API tells it: megabytes become bytes, and what came and went a rate.

import { queryOptions } from '@tanstack/react-query'
import { arm } from '../paths.ts'
import { apiVersions } from './api-versions.ts'
import type { ArmClient } from './arm-client.ts'
import type { ChartRange } from './chart-range.ts'

export interface MachineMetrics {
  /** Milliseconds since 1970. */
  readonly from: number
  readonly to: number
  /** False: nothing at all is known of that time. */
  readonly isMeasured: boolean
  readonly cpuPercent: Spread
  readonly memoryBytes: Spread
  readonly memoryCapacityBytes: number | undefined
  readonly diskBytes: readonly MeasuredPoint[]
  /** Bytes a second. */
  readonly networkIn: readonly MeasuredPoint[]
  readonly networkOut: readonly MeasuredPoint[]
  /** Empty: it has no GPU that could be measured. */
  readonly gpuPercent: readonly MeasuredPoint[]
  readonly gpuMemoryBytes: readonly MeasuredPoint[]
  readonly gpuMemoryCapacityBytes: number | undefined
}

export interface MeasuredPoint {
  /** Milliseconds since 1970. */
  readonly at: number
  /** Undefined: not known then. */
  readonly value: number | undefined
}

export interface Spread {
  readonly average: readonly MeasuredPoint[]
  readonly highest: readonly MeasuredPoint[]
}

/** As it is sent, as far as it is read. */
export interface WireMetrics {
  readonly timespan: string
  readonly value: readonly {
    readonly name: { readonly value: string }
    readonly timeseries: readonly { readonly data: readonly WirePoint[] }[]
  }[]
}

interface WirePoint {
  readonly timeStamp: string
  readonly average?: number
  readonly maximum?: number
  readonly total?: number
}

const mega = 1e6
const names = [
  'CpuUtilizationPercentage',
  'CpuMemoryUtilizationMegabytes',
  'CpuMemoryCapacityMegabytes',
  'DiskUsedMegabytes',
  'NetworkInputMegabytes',
  'NetworkOutputMegabytes',
  'GpuUtilizationPercentage',
  'GpuMemoryUtilizationMegabytes',
  'GpuMemoryCapacityMegabytes',
] as const

export function metricsQuery(client: ArmClient, id: string, range: ChartRange) {
  const question = new URLSearchParams({
    metricnames: names.join(','),
    timespan: range.timespan,
    interval: range.interval,
    aggregation: 'Average,Maximum,Total',
  })
  return queryOptions({
    queryKey: ['metrics', id, range.timespan],
    queryFn: async () =>
      readMetrics(
        await client.get<WireMetrics>(`${arm.metrics(id)}?${question}`, apiVersions.metrics),
        range.intervalMs,
      ),
    refetchInterval: 15_000,
  })
}

export function readMetrics(wire: WireMetrics, intervalMs: number): MachineMetrics {
  const [from = 0, to = 0] = wire.timespan.split('/').map((text) => Date.parse(text))
  const pointsOf = (name: (typeof names)[number], member: 'average' | 'maximum' | 'total', factor = 1) => {
    const data = wire.value.find((each) => each.name.value === name)?.timeseries[0]?.data ?? []
    return data.map((point): MeasuredPoint => {
      const value = point[member]
      return { at: Date.parse(point.timeStamp), value: value === undefined ? undefined : value * factor }
    })
  }
  const spread = (name: (typeof names)[number], factor = 1): Spread => ({
    average: pointsOf(name, 'average', factor),
    highest: pointsOf(name, 'maximum', factor),
  })
  const highestOf = (points: readonly MeasuredPoint[]): number | undefined =>
    points.reduce<number | undefined>(
      (most, { value }) => (value === undefined ? most : Math.max(most ?? 0, value)),
      undefined,
    )
  const perSecond = (1000 * mega) / intervalMs
  return {
    ...{ from, to },
    isMeasured: wire.value.some(({ timeseries }) => timeseries.length > 0),
    cpuPercent: spread('CpuUtilizationPercentage'),
    memoryBytes: spread('CpuMemoryUtilizationMegabytes', mega),
    memoryCapacityBytes: highestOf(pointsOf('CpuMemoryCapacityMegabytes', 'maximum', mega)),
    diskBytes: pointsOf('DiskUsedMegabytes', 'average', mega),
    networkIn: pointsOf('NetworkInputMegabytes', 'total', perSecond),
    networkOut: pointsOf('NetworkOutputMegabytes', 'total', perSecond),
    gpuPercent: pointsOf('GpuUtilizationPercentage', 'average'),
    gpuMemoryBytes: pointsOf('GpuMemoryUtilizationMegabytes', 'average', mega),
    gpuMemoryCapacityBytes: highestOf(pointsOf('GpuMemoryCapacityMegabytes', 'maximum', mega)),
  }
}
