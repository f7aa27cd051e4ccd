import type { PoolScale } from './pool.ts'

/** How many nodes there are to be at least, by what is asked and what jobs need. `isNew`: nobody has looked at it yet. */
export function wantedNodes(scale: PoolScale, neededByJobs: number, isNew: boolean): number {
  if (scale.kind === 'manual') return scale.count
  const atFirst = isNew ? scale.initial : 0
  return Math.min(Math.max(neededByJobs, atFirst, scale.least), scale.most)
}
