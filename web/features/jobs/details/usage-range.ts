// The time over which a job's use is asked for: while it ran, in minutes or in more where that would be many. Pure.

import type { ChartRange } from '../../../api/chart-range.ts'
import type { Job } from '../job.ts'

const minute = 60_000
const dayMs = 24 * 60 * minute
/** Longest time in minutes, and the interval that it is told in. */
const steps = [
  [120, 'PT1M', 1],
  [600, 'PT5M', 5],
] as const
const lastStep = [0, 'PT15M', 15] as const

/** Undefined: it has not begun, or all of it was longer ago than is kept. To whole minutes, so that it is asked once in each. */
export function usageRange(job: Pick<Job, 'startedAt' | 'endedAt'>, now: number): ChartRange | undefined {
  const { startedAt, endedAt } = job
  if (startedAt === undefined) return undefined
  const to = Math.ceil((endedAt === undefined ? now : Date.parse(endedAt)) / minute) * minute
  const from = Math.floor(Math.max(Date.parse(startedAt), now - dayMs) / minute) * minute
  if (from >= to) return undefined
  const timespan = [from, to].map((at) => new Date(at).toISOString().replace('.000Z', 'Z')).join('/')
  const [, interval, minutes] = steps.find(([longest]) => to - from <= longest * minute) ?? lastStep
  return { timespan, interval, intervalMs: minutes * minute }
}
