import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Column } from '../output/listing.ts'
import { computeId, computeNames, readCompute } from './read-compute.ts'

interface MetricValues {
  readonly timestamp: string
  readonly values: Readonly<Record<string, number | undefined>>
}

interface MetricsDocument {
  readonly value: readonly {
    readonly name: { readonly value: string }
    readonly timeseries: readonly {
      readonly data: readonly { readonly timeStamp: string; readonly average?: number; readonly total?: number }[]
    }[]
  }[]
}

const version = 'api-version=2018-01-01'
/** Column, metric, unit, and how minutes are put together. */
const shown: readonly (readonly [string, string, string, 'average' | 'total'])[] = [
  ['CPU', 'CpuUtilizationPercentage', '%', 'average'],
  ['MEMORY', 'CpuMemoryUtilizationPercentage', '%', 'average'],
  ['MEMORY MB', 'CpuMemoryUtilizationMegabytes', '', 'average'],
  ['DISK MB', 'DiskUsedMegabytes', '', 'average'],
  ['IN MB', 'NetworkInputMegabytes', '', 'total'],
  ['OUT MB', 'NetworkOutputMegabytes', '', 'total'],
  ['GPU', 'GpuUtilizationPercentage', '%', 'average'],
  ['GPU MB', 'GpuMemoryUtilizationMegabytes', '', 'average'],
]
const intervals: Readonly<Record<string, string>> = {
  '1m': 'PT1M',
  '5m': 'PT5M',
  '15m': 'PT15M',
  '30m': 'PT30M',
  '1h': 'PT1H',
}

export const computeMetrics: ApiCommand = {
  usage: 'metrics <name>',
  summary: 'Show what an instance used of its processors, memory, disk and network',
  examples: [
    'carrel compute metrics desk',
    'carrel compute metrics desk --last 6h --interval 15m',
    'carrel compute metrics desk --query "value[0].timeseries[0].data[?average>`80`].timeStamp" -o tsv',
  ],
  options: [
    { flags: '--last <duration>', summary: 'how far back, such as 30m or 6h; at most 24h (1h unless given)' },
    { flags: '--interval <duration>', summary: `how much time a row stands for: ${Object.keys(intervals).join(', ')}` },
  ],
  completes: { name: computeNames },
  async run(invocation) {
    const name = invocation.argument('name')
    const last = durationOf(invocation.option('last') ?? '1h')
    const interval = intervalOf(invocation.option('interval') ?? (last > 6 * 60 ? '15m' : last > 60 ? '5m' : '1m'))
    const session = await invocation.session()
    await readCompute(session, name)
    const query = new URLSearchParams({
      metricnames: shown.map(([, metric]) => metric).join(','),
      timespan: `PT${last}M`,
      interval,
      aggregation: 'Average,Total',
    })
    const path = `${computeId(session, name)}/providers/Microsoft.Insights/metrics?${version}&${query}`
    const document = await session.call<MetricsDocument>('GET', path)
    const rows = rowsOf(document)
    const measured = shown.filter(([, metric]) => rows.some(({ values }) => values[metric] !== undefined))
    invocation.showList(rows, {
      document,
      columns: [
        { title: 'TIME', cell: ({ timestamp }) => timestamp.slice(0, 16).replace('T', ' ') },
        ...columns(measured),
      ],
      empty: `Nothing was measured of '${name}' in that time. It is measured while it runs, and remembered for a day.`,
    })
  },
}

/** Minutes, 1 to 1440. */
function durationOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,4})([mh])$/.exec(text) ?? []
  const minutes = Number(number) * (unit === 'h' ? 60 : 1)
  if (number !== '' && minutes >= 1 && minutes <= 24 * 60) return minutes
  throw new CliFailure(
    `'${text}' is not a duration of at most a day.`,
    'write minutes or hours, such as --last 30m or --last 6h',
    exitCodes.badUsage,
  )
}

function intervalOf(text: string): string {
  const found = intervals[text]
  if (found !== undefined) return found
  throw new CliFailure(
    `'${text}' is not an interval.`,
    `choose one of ${Object.keys(intervals).join(', ')}`,
    exitCodes.badUsage,
  )
}

/** Times at which anything was measured. */
function rowsOf({ value }: MetricsDocument): MetricValues[] {
  const rows = new Map<string, Record<string, number | undefined>>()
  for (const [, metric, , member] of shown) {
    const found = value.find(({ name }) => name.value === metric)
    for (const point of found?.timeseries[0]?.data ?? []) {
      const measured = point[member]
      if (measured === undefined) continue
      rows.set(point.timeStamp, { ...rows.get(point.timeStamp), [metric]: measured })
    }
  }
  return [...rows].map(([timestamp, values]) => ({ timestamp, values })).sort(byTime)
}

function byTime(a: MetricValues, b: MetricValues): number {
  return a.timestamp < b.timestamp ? -1 : 1
}

function columns(measured: typeof shown): Column<MetricValues>[] {
  return measured.map(([title, metric, unit]) => ({
    title,
    cell: ({ values }) => {
      const value = values[metric]
      return value === undefined ? '' : `${value >= 10 ? Math.round(value) : value.toFixed(1)}${unit}`
    },
  }))
}
