// What a cluster told of its past as lines of a chart. Each value holds until the next; before the first nothing is known. Pure.

import type { ChartPoint } from '../../../ui/chart-scale.ts'
import type { Sample } from './part-queries.ts'

const reads = {
  target: ({ targetNodeCount }: Sample) => targetNodeCount,
  nodes: (sample: Sample) =>
    sample.idleNodeCount +
    sample.runningNodeCount +
    sample.preparingNodeCount +
    sample.unusableNodeCount +
    sample.leavingNodeCount,
  running: ({ runningNodeCount }: Sample) => runningNodeCount,
  waiting: ({ queuedJobCount }: Sample) => queuedJobCount,
} as const

export type HistoryName = keyof typeof reads

/** Between two times, both ends included: what held at `from` stands there, what holds at `to` there. */
export function historyLine(
  samples: readonly Sample[],
  name: HistoryName,
  { from, to }: { readonly from: number; readonly to: number },
): readonly ChartPoint[] {
  const points = samples.map((sample) => ({ at: Date.parse(sample.time), value: reads[name](sample) }))
  const before = points.findLast(({ at }) => at <= from)
  const within = points.filter(({ at }) => at > from && at < to)
  const last = within.at(-1) ?? before
  return [
    ...(before === undefined ? [] : [{ at: from, value: before.value }]),
    ...within,
    ...(last === undefined ? [] : [{ at: to, value: last.value }]),
  ]
}
