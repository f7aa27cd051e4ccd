// Whether rights contain other rights, decided on the patterns themselves: a wildcard given today must not be worth more
// than its giver has when tomorrow's actions are added. Where the patterns alone do not settle it the answer is no.

import { includes, overlap } from './pattern.ts'
import { type Permission, type Plane, patternsOf } from './permission.ts'

/** True only if every action the wanted permissions allow, on either plane, the held ones allow too. */
export function covers(held: readonly Permission[], wanted: readonly Permission[]): boolean {
  return (['control', 'data'] as const).every((plane) =>
    wanted.every((each) => {
      const { given, withheld } = patternsOf(each, plane)
      return given.every((pattern) => isCovered(pattern, withheld, { held: [...new Set(held)], plane, depth: 0 }))
    }),
  )
}

interface Holding {
  readonly held: readonly Permission[]
  readonly plane: Plane
  /** Of holes in holes; beyond two the answer is no, lest many alike roles make it a long one. */
  readonly depth: number
}

/**
 * One held permission has the whole pattern, and what it withholds of it is withheld from the wanted one too or is had
 * from the other held permissions.
 */
function isCovered(pattern: string, exempt: readonly string[], { held, plane, depth }: Holding): boolean {
  if (exempt.some((each) => includes(each, pattern))) return true
  return held.some((one) => {
    const { given, withheld } = patternsOf(one, plane)
    if (!given.some((each) => includes(each, pattern))) return false
    const others = held.filter((each) => each !== one)
    const below = { held: others, plane, depth: depth + 1 }
    return withheld.every((hole) => !overlap(hole, pattern) || (depth < 2 && isCovered(hole, exempt, below)))
  })
}
