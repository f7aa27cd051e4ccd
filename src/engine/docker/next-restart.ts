// When a machine that ended by itself is started again. One that ends soon after each start would do nothing but start, and
// keep its host busy: its starts come ever further apart. One that ran for a while first has no pause, whatever ended it.

import type { Boot } from './boot-file.ts'

/** Longer than a start takes on a busy host. */
const steadyMs = 20_000
const shortestMs = 500
const longestMs = 30_000

/** `restarts`: to be written down with the next boot. `notBefore`: epoch milliseconds. */
export function nextRestart(
  { at, restarts }: Pick<Boot, 'at' | 'restarts'>,
  endedAt: number,
): { restarts: number; notBefore: number } {
  const before = endedAt - at > steadyMs ? 0 : restarts
  // From start to start: what it ran is part of the pause.
  return { restarts: before + 1, notBefore: before === 0 ? at : at + Math.min(shortestMs * 2 ** before, longestMs) }
}
