// What a query of costs asks for, as Azure's clients write it. What is not understood is refused by name.

import { z } from 'zod'
import { readBody } from '../../arm/read-body.ts'
import { ArmError } from '../../base/errors.ts'

export type CostColumn = 'Cost' | 'PreTaxCost' | 'UsageQuantity'
export type Grouping = 'ResourceId' | 'ResourceGroupName' | 'ResourceType'

export interface CostQuestion {
  /** Epoch milliseconds. */
  readonly from: number
  readonly to: number
  readonly isDaily: boolean
  readonly columns: readonly CostColumn[]
  readonly groupings: readonly Grouping[]
}

const columns: readonly CostColumn[] = ['Cost', 'PreTaxCost', 'UsageQuantity']
const groupings: readonly Grouping[] = ['ResourceId', 'ResourceGroupName', 'ResourceType']

const schema = z.strictObject({
  type: z.enum(['ActualCost', 'AmortizedCost', 'Usage']),
  timeframe: z.enum([
    'MonthToDate',
    'BillingMonthToDate',
    'TheLastMonth',
    'TheLastBillingMonth',
    'WeekToDate',
    'Custom',
  ]),
  timePeriod: z
    .strictObject({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) })
    .nullish(),
  dataset: z.strictObject({
    granularity: z.enum(['None', 'Daily']).nullish(),
    aggregation: z
      .record(z.string().max(100), z.strictObject({ name: z.string(), function: z.literal('Sum') }))
      .nullish(),
    grouping: z
      .array(z.strictObject({ type: z.literal('Dimension'), name: z.string() }))
      .max(2)
      .nullish(),
  }),
})

const dayMs = 86_400_000
const longestMs = 400 * dayMs

export function readCostQuestion(body: unknown, now: number): CostQuestion {
  const { timeframe, timePeriod, dataset } = readBody(schema, body ?? {}, '')
  const { from, to } = timeframe === 'Custom' ? customTime(timePeriod) : timeOf(timeframe, now)
  const asked = Object.values(dataset.aggregation ?? {}).map(({ name }) => named(name, columns, 'aggregation'))
  const grouping = dataset.grouping ?? []
  return {
    ...{ from, to },
    isDaily: dataset.granularity === 'Daily',
    columns: asked.length === 0 ? ['Cost'] : [...new Set(asked)],
    groupings: grouping.map(({ name }) => named(name, groupings, 'grouping')),
  }
}

/** Months and weeks of UTC; a week begins on Monday. */
function timeOf(timeframe: string, now: number): { from: number; to: number } {
  const date = new Date(now)
  const monthsAgo = (count: number) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - count)
  if (timeframe.startsWith('TheLast')) return { from: monthsAgo(1), to: monthsAgo(0) }
  if (timeframe !== 'WeekToDate') return { from: monthsAgo(0), to: now }
  const today = Math.floor(now / dayMs) * dayMs
  return { from: today - ((date.getUTCDay() + 6) % 7) * dayMs, to: now }
}

function customTime(period: { from: string; to: string } | null | undefined): { from: number; to: number } {
  const [from, to] = [Date.parse(period?.from ?? ''), Date.parse(period?.to ?? '')]
  if (from < to && to - from <= longestMs) return { from, to }
  throw new ArmError(
    400,
    'BadRequest',
    "A Custom timeframe needs 'timePeriod' with 'from' before 'to', 400 days at most.",
    {
      target: 'timePeriod',
    },
  )
}

function named<T extends string>(name: string, known: readonly T[], what: string): T {
  const found = known.find((each) => each.toLowerCase() === name.toLowerCase())
  if (found !== undefined) return found
  throw new ArmError(400, 'BadRequest', `The ${what} '${name.slice(0, 100)}' is not one of ${known.join(', ')}.`, {
    target: `dataset.${what}`,
  })
}
