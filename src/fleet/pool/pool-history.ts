// How many nodes a pool had, and how many jobs waited, over its last time: a line for each change, so that it is told as it
// was however rarely anybody looked. Bounded, since it is kept with the pool: what changes many times a second is told as it
// was at the end of that second, or a few seconds of short jobs would be all there is.

import type { PoolSample, PoolStatus } from './pool.ts'

/** What is kept at most: the newest. */
export const mostSamples = 300

const finestMs = 1_000

/** With a line more, if anything is other than the last one says. */
export function withHistory(status: PoolStatus, before: readonly PoolSample[] = [], now: number): PoolStatus {
  const { target, waiting = 0, counts } = status
  const last = before.at(-1)
  const sample: PoolSample = { at: last === undefined ? now : Math.max(now, last.at), target, waiting, ...counts }
  if (last !== undefined && isSame(last, sample)) return { ...status, history: before }
  if (last !== undefined && sample.at - last.at < finestMs)
    return { ...status, history: [...before.slice(0, -1), { ...sample, at: last.at }] }
  return { ...status, history: [...before, sample].slice(-mostSamples) }
}

function isSame(a: PoolSample, b: PoolSample): boolean {
  return (
    a.target === b.target &&
    a.waiting === b.waiting &&
    a.idle === b.idle &&
    a.running === b.running &&
    a.preparing === b.preparing &&
    a.unusable === b.unusable &&
    a.leaving === b.leaving
  )
}
