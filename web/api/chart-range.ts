// How far back charts go, and how much time a point of them stands for.

export const chartHours = [1, 6, 24] as const
export type ChartHours = (typeof chartHours)[number]

export interface ChartRange {
  /** As the API takes them. */
  readonly timespan: string
  readonly interval: string
  readonly intervalMs: number
}

const minute = 60_000

export const chartRanges: Readonly<Record<ChartHours, ChartRange>> = {
  1: { timespan: 'PT1H', interval: 'PT1M', intervalMs: minute },
  6: { timespan: 'PT6H', interval: 'PT5M', intervalMs: 5 * minute },
  24: { timespan: 'P1D', interval: 'PT15M', intervalMs: 15 * minute },
}

/** Part of a page's address; one hour unless it says otherwise. */
export interface ChartSearch {
  readonly hours?: ChartHours
}

export function readChartSearch({ hours }: Readonly<Record<string, unknown>>): ChartSearch {
  const found = chartHours.find((each) => each === Number(hours))
  return found === undefined || found === 1 ? {} : { hours: found }
}
