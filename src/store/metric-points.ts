// What a node used, minute by minute, a few minutes to a row. Rows are written once and swept when they are old.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** One minute of a node. What could not be measured is null. Whole numbers. */
export interface MetricPoint {
  /** Epoch milliseconds at which the minute begins. */
  readonly at: number
  /** Used of the processors, in thousandths of one. */
  readonly cpuMillicores: number | null
  readonly memoryBytes: number | null
  /** What it may use at most. */
  readonly cpuCapacityMillicores: number
  readonly memoryCapacityBytes: number
  /** In that minute. */
  readonly networkInBytes: number | null
  readonly networkOutBytes: number | null
  /** Of its own folders and what it wrote beside its image. */
  readonly diskUsedBytes: number | null
  /** Of all its GPUs together; null: it has none. */
  readonly gpuPercent: number | null
  readonly gpuMemoryBytes: number | null
  readonly gpuMemoryCapacityBytes: number | null
}

/** As they stand in a row; a name that is added goes to the end. */
const columns = [
  'at',
  'cpuMillicores',
  'memoryBytes',
  'cpuCapacityMillicores',
  'memoryCapacityBytes',
  'networkInBytes',
  'networkOutBytes',
  'diskUsedBytes',
  'gpuPercent',
  'gpuMemoryBytes',
  'gpuMemoryCapacityBytes',
] as const satisfies readonly (keyof MetricPoint)[]

export interface NodePoints {
  readonly nodeKey: string
  /** In the order of time; at least one, and at most as many as `mostMinutes`. */
  readonly points: readonly MetricPoint[]
}

/** No row holds more minutes than this. */
export const mostMinutes = 30
/** SQLite works on our own thread: after so many, others have their turn. */
const rowsAtOnce = 50

export async function addMetricPoints(db: Kysely<Tables>, nodes: readonly NodePoints[]): Promise<void> {
  const rows = nodes.flatMap(({ nodeKey, points }) =>
    points[0] === undefined
      ? []
      : [{ node_key: nodeKey, from_at: points[0].at, points: JSON.stringify(points.map(packed)) }],
  )
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    await nextTurn()
    // The same minutes again are of the same machine, told by a server that was killed meanwhile: the first stay.
    await db
      .insertInto('metric_points')
      .values(rows.slice(start, start + rowsAtOnce))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/** Of all nodes that a fleet has or had, each in the order of time; `to` not included. */
export async function metricPoints(
  db: Kysely<Tables>,
  asked: { readonly fleetKey: string; readonly from: number; readonly to: number },
): Promise<NodePoints[]> {
  const { fleetKey, from, to } = asked
  const rows = await db
    .selectFrom('metric_points')
    .select(['node_key', 'points'])
    // '0' is the character after '/'.
    .where('node_key', '>', `${fleetKey}/`)
    .where('node_key', '<', `${fleetKey}0`)
    .where('from_at', '>', from - mostMinutes * 60_000)
    .where('from_at', '<', to)
    .orderBy('node_key')
    .orderBy('from_at')
    .execute()
  const nodes = new Map<string, MetricPoint[]>()
  for (const row of rows) {
    const points = (JSON.parse(row.points) as (number | null)[][]).map(unpacked)
    const wanted = points.filter(({ at }) => at >= from && at < to)
    if (wanted.length > 0) nodes.set(row.node_key, [...(nodes.get(row.node_key) ?? []), ...wanted])
  }
  return [...nodes].map(([nodeKey, points]) => ({ nodeKey, points }))
}

/** A few at a time, so that nobody waits behind it. */
export async function sweepMetricPoints(db: Kysely<Tables>, before: number): Promise<void> {
  for (;;) {
    const old = db
      .selectFrom('metric_points')
      .select(['node_key', 'from_at'])
      .where('from_at', '<', before)
      .orderBy('from_at')
      .limit(rowsAtOnce)
    const { numDeletedRows } = await db
      .deleteFrom('metric_points')
      .where(({ eb, refTuple }) => eb(refTuple('node_key', 'from_at'), 'in', old.$asTuple('node_key', 'from_at')))
      .executeTakeFirst()
    if (Number(numDeletedRows) < rowsAtOnce) return
    await nextTurn()
  }
}

function packed(point: MetricPoint): (number | null)[] {
  return columns.map((name) => point[name])
}

function unpacked(values: readonly (number | null)[]): MetricPoint {
  const point = Object.fromEntries(columns.map((name, index) => [name, values[index] ?? null]))
  return point as unknown as MetricPoint
}
