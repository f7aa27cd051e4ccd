// Azure Monitor's metrics of what has machines: what its nodes used in the last day, those that are gone included.

import type { Kysely } from 'kysely'
import type { Endpoint, EndpointRequest } from '../../../arm/endpoint.ts'
import { notFound } from '../../../arm/not-found.ts'
import { keyOf, parseAddress, pathSegments } from '../../../arm/resource-id.ts'
import type { Clock } from '../../../base/clock.ts'
import { ArmError } from '../../../base/errors.ts'
import { type MetricPoint, metricPoints, type NodePoints } from '../../../store/metric-points.ts'
import type { ResourceRecord } from '../../../store/records.ts'
import type { Tables } from '../../../store/tables.ts'
import { firstBucket, metricBuckets } from './metric-buckets.ts'
import { intervals, readMetricQuestion } from './metric-question.ts'
import { measuredTypes, metricScope } from './metric-scope.ts'
import { aggregations, type Metric, metrics } from './metric-table.ts'

export interface MetricSource {
  readonly db: Kysely<Tables>
  readonly clock: Clock
  /** What is known of the last minutes of a fleet's nodes beside what is stored. */
  unwritten(fleetKey: string): readonly NodePoints[]
}

const namespace = 'Microsoft.Insights'
const apiVersions = ['2017-05-01-preview', '2018-01-01', '2019-07-01', '2021-05-01', '2023-10-01', '2024-02-01']
const common = { method: 'GET', kind: 'collection', home: 'scope', apiVersions } as const

export function metricEndpoints(source: MetricSource): Endpoint[] {
  return [
    {
      ...common,
      type: `${namespace}/metrics`,
      action: `${namespace}/metrics/read`,
      handle: async (request) => ({ status: 200, body: await answer(request, source) }),
    },
    {
      ...common,
      type: `${namespace}/metricDefinitions`,
      action: `${namespace}/metricDefinitions/read`,
      async handle(request) {
        const { record, type } = await measuredAt(request)
        return { status: 200, body: { value: metrics.map((metric) => definition(metric, record.id, type)) } }
      },
    },
  ]
}

async function answer(request: EndpointRequest, source: MetricSource) {
  const { record, type } = await measuredAt(request)
  const question = readMetricQuestion(request.query, type, source.clock.now())
  const points = question.isMetadata ? [] : await pointsOf(record, question, source)
  const { from, to, interval } = question
  return {
    cost: 0,
    timespan: [from, to].map((at) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')).join('/'),
    interval,
    namespace: type,
    resourceregion: regionOf(record),
    value: question.metrics.map((metric) => ({
      id: `${record.id}/providers/${namespace}/metrics/${metric.name}`,
      type: `${namespace}/metrics`,
      name: { value: metric.name, localizedValue: metric.title },
      displayDescription: metric.description,
      unit: 'Count',
      timeseries: isKnown(points, metric)
        ? [{ metadatavalues: [], data: metricBuckets(points, metric, question) }]
        : [],
      errorCode: 'Success',
    })),
  }
}

/** The resource that the address stands below. Throws 404 and 400. */
async function measuredAt({ address, store }: EndpointRequest): Promise<{ record: ResourceRecord; type: string }> {
  const { parentId } = address
  const type = parentId === '' ? '' : parseAddress(pathSegments(parentId)).type
  const known = measuredTypes.find((each) => each.toLowerCase() === type.toLowerCase())
  if (known === undefined)
    throw new ArmError(
      400,
      'BadRequest',
      `'${type}' is not a supported platform metric namespace, supported ones are ${measuredTypes.join(',')}.`,
    )
  const record = await store.get(keyOf(parentId))
  if (record === undefined) throw await notFound(store, parentId)
  return { record, type: known }
}

/** Of one that was called so before, nothing is told. What stands twice, in a row and beside it, is told once. */
async function pointsOf(
  record: ResourceRecord,
  range: { from: number; to: number; intervalMs: number },
  { db, unwritten }: MetricSource,
): Promise<MetricPoint[]> {
  const scope = metricScope(record)
  const { fleetKey } = scope
  const [from, to] = [Math.max(firstBucket(range), scope.from), Math.min(range.to, scope.to)]
  if (from >= to) return []
  const stored = await metricPoints(db, { fleetKey, from, to })
  const points = new Map<string, MetricPoint>()
  const isItsOwn = ({ nodeKey }: NodePoints) => scope.isOf(nodeKey)
  for (const { nodeKey, points: found } of [...stored, ...unwritten(fleetKey)].filter(isItsOwn))
    for (const point of found) if (point.at >= from && point.at < to) points.set(`${nodeKey} ${point.at}`, point)
  return [...points.values()]
}

function isKnown(points: readonly MetricPoint[], metric: Metric): boolean {
  return points.some((point) => metric.of(point) !== null)
}

function regionOf({ desired }: ResourceRecord): string {
  const { location } = (desired ?? {}) as { readonly location?: unknown }
  return typeof location === 'string' ? location : 'global'
}

function definition({ name, title, description, primary }: Metric, resourceId: string, type: string) {
  return {
    id: `${resourceId}/providers/${namespace}/metricDefinitions/${name}`,
    resourceId,
    namespace: type,
    category: 'Resource',
    name: { value: name, localizedValue: title },
    displayDescription: description,
    isDimensionRequired: false,
    unit: 'Count',
    primaryAggregationType: primary,
    supportedAggregationTypes: aggregations,
    metricAvailabilities: Object.keys(intervals).map((timeGrain) => ({ timeGrain, retention: 'P1D' })),
  }
}
