// Whether rights contain other rights, decided on the patterns themselves: a wildcard given today must not be worth more
// than its giver has when tomorrow's actions are added. Where the patterns alone do not settle it, or not in reasonable
// time, the answer is no.

import { beginAlike, includes, overlap } from './pattern.ts'
import { type Permission, type Plane, patternsOf } from './permission.ts'

/** True only if every action the wanted permissions allow, on either plane, the held ones allow too. */
export function covers(held: readonly Permission[], wanted: readonly Permission[]): boolean {
  const budget = { left: maxWork }
  return (['control', 'data'] as const).every((plane) =>
    wanted.every((each) => {
      const { given, withheld } = patternsOf(each, plane)
      const holding = { held: [...new Set(held)], plane, depth: 0, budget }
      return given.every((pattern) => isCovered(pattern, withheld, holding))
    }),
  )
}

/** About a second's, counted in comparisons of short patterns: hostile roles cannot hold the server up. */
const maxWork = 100_000

interface Holding {
  readonly held: readonly Permission[]
  readonly plane: Plane
  /** Of holes in holes; beyond two the answer is no, lest many alike roles make it a long one. */
  readonly depth: number
  readonly budget: { left: number }
}

/**
 * One held permission has the whole pattern, and what it withholds of it is withheld from the wanted one too or is had
 * from the other held permissions.
 */
function isCovered(pattern: string, exempt: readonly string[], holding: Holding): boolean {
  const { held, plane, depth, budget } = holding
  const isWithin = (outer: string) =>
    beginAlike(outer, pattern) && spend(budget, outer, pattern) && includes(outer, pattern)
  if (exempt.some(isWithin)) return true
  return held.some((one) => {
    const { given, withheld } = patternsOf(one, plane)
    if (!given.some(isWithin)) return false
    const below = { ...holding, held: held.filter((each) => each !== one), depth: depth + 1 }
    return withheld.every((hole) => {
      if (!beginAlike(hole, pattern)) return true
      if (!spend(budget, hole, pattern)) return false
      return !overlap(hole, pattern) || (depth < 2 && isCovered(hole, exempt, below))
    })
  })
}

/** False when nothing is left: the caller then takes the answer that gives less. */
function spend(budget: { left: number }, one: string, other: string): boolean {
  budget.left -= 1 + (one.length * other.length) / 50
  return budget.left >= 0
}
