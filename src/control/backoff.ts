const firstMs = 200
const longestMs = 30_000

/** Pause before the next attempt, in milliseconds: doubling from 0.2 s to 30 s, spread by a quarter so that rows part. */
export function backoffMs(attempts: number, random: () => number = Math.random): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(attempts, 20))
  return Math.round(full * (0.75 + random() * 0.25))
}
