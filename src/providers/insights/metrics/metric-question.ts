// What is asked of a resource's metrics. Nothing is passed over: what is not understood is refused by name.

import { ArmError } from '../../../base/errors.ts'
import type { BucketRange } from './metric-buckets.ts'
import { type Aggregation, aggregations, findMetric, type Metric, metrics } from './metric-table.ts'

export interface MetricQuestion extends BucketRange {
  readonly metrics: readonly Metric[]
  readonly interval: string
  /** True: which there are, without their values. */
  readonly isMetadata: boolean
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs

export const intervals: Readonly<Record<string, number>> = {
  PT1M: minuteMs,
  PT5M: 5 * minuteMs,
  PT15M: 15 * minuteMs,
  PT30M: 30 * minuteMs,
  PT1H: hourMs,
  PT6H: 6 * hourMs,
  PT12H: 12 * hourMs,
  P1D: 24 * hourMs,
}
const mostBuckets = 3_000

/** `namespace`: the type of the resource. Without a time it is the last hour, without a name the first metric. */
export function readMetricQuestion(query: URLSearchParams, namespace: string, now: number): MetricQuestion {
  const asked = new Map([...query].map(([name, value]) => [name.toLowerCase(), value]))
  const given = (name: string): string | undefined => asked.get(name) || undefined
  refuseOthers(given, namespace)
  const { from, to } = readTimespan(given('timespan'), now)
  const [interval, intervalMs] = readInterval(given('interval'), to - from)
  if ((to - from) / intervalMs > mostBuckets)
    throw bad(`The timespan has more than ${mostBuckets} intervals. Ask for a shorter time or a longer interval.`)
  const names = given('metricnames')
  // Each once: what is answered must not grow with how often it is named.
  const wanted = names === undefined ? metrics.slice(0, 1) : [...new Set(names.split(',').map(metricNamed))]
  return {
    ...{ from, to, interval, intervalMs },
    metrics: wanted,
    aggregations: readAggregations(given('aggregation')) ?? [wanted[0]?.primary ?? 'Average'],
    isMetadata: /^metadata$/i.test(given('resulttype') ?? ''),
  }
}

function refuseOthers(given: (name: string) => string | undefined, namespace: string): void {
  if (given('$filter') !== undefined)
    throw bad('These metrics have no dimensions to filter by. Leave $filter out, and ask the resource itself.')
  const wanted = given('metricnamespace')
  if (wanted !== undefined && wanted.toLowerCase() !== namespace.toLowerCase())
    throw bad(`The metric namespace '${wanted.slice(0, 100)}' is not offered. Valid is '${namespace}'.`)
  const result = given('resulttype')
  if (result !== undefined && !/^(data|metadata)$/i.test(result))
    throw bad(`The result type '${result.slice(0, 100)}' is not one of Data and Metadata.`)
}

/** `start/end`, or how long until now: `PT6H`. The command line of Azure escapes it twice. */
function readTimespan(asked: string | undefined, now: number): { from: number; to: number } {
  if (asked === undefined) return { from: now - hourMs, to: now }
  const text = asked.replaceAll(/%3A/gi, ':').replaceAll(/%2F/gi, '/').replaceAll(/%2B/gi, '+')
  const lastMs = intervals[text.toUpperCase()] ?? durationMs(text)
  if (lastMs !== undefined) return { from: now - lastMs, to: now }
  const [from = Number.NaN, to = Number.NaN] = text.split('/').map(readTime)
  if (!(from < to))
    throw bad(
      `The timespan '${text.slice(0, 100)}' is not two times in order, such as 2026-01-31T08:00:00Z/2026-01-31T09:00:00Z.`,
    )
  return { from, to }
}

function durationMs(text: string): number | undefined {
  const [, days = '0', hours = '0', minutes = '0'] =
    /^P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?$/i.exec(text) ?? []
  const lastMs = Number(days) * 24 * hourMs + Number(hours) * hourMs + Number(minutes) * minuteMs
  return lastMs > 0 ? lastMs : undefined
}

/** A time without a zone is meant in UTC. Some clients write the plus of a zone as it is, which reads as a space. */
function readTime(text: string): number {
  const written = text.replace(/ (\d\d:?\d\d)$/, '+$1')
  if (!/^\d{4}-\d\d-\d\dT/.test(written)) return Number.NaN
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(written) ? written : `${written}Z`)
}

function readInterval(text: string | undefined, lengthMs: number): readonly [string, number] {
  if (text === undefined) return ['PT1M', minuteMs]
  if (/^FULL$/i.test(text)) return ['FULL', Math.max(minuteMs, lengthMs)]
  const intervalMs = intervals[text.toUpperCase()]
  if (intervalMs === undefined)
    throw bad(
      `The interval '${text.slice(0, 100)}' is not offered. Valid are ${Object.keys(intervals).join(', ')} and FULL.`,
    )
  return [text.toUpperCase(), intervalMs]
}

function metricNamed(name: string): Metric {
  const found = findMetric(name)
  if (found) return found
  throw bad(
    `There is no metric '${name.slice(0, 100)}'. Valid metrics: ${metrics.map((metric) => metric.name).join(',')}`,
  )
}

function readAggregations(text: string | undefined): Aggregation[] | undefined {
  return text === undefined ? undefined : [...new Set(text.split(',').map(aggregationNamed))]
}

function aggregationNamed(name: string): Aggregation {
  const found = aggregations.find((each) => each.toLowerCase() === name.trim().toLowerCase())
  if (found) return found
  throw bad(`The aggregation '${name.slice(0, 100)}' is not one of ${aggregations.join(', ')}.`)
}

function bad(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message)
}
