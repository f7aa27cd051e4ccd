// The functions that would ask the clock and chance. Both are given once, with the deployment, so that its plan comes out
// the same whenever it is made again; and as in ARM they stand in default values of parameters alone.

import { define, type NamedFunction } from '../scope.ts'
import { formatDate } from './format-date.ts'
import { nameBasedGuid } from './name-based-guid.ts'

export interface Seeds {
  /** ISO 8601, in UTC. */
  readonly utcNow: string
  /** Anything unguessable; each `newGuid()` is derived from it. */
  readonly guid: string
}

/** `salt` tells one place from another: each gets its own identifiers, the same ones every time. */
export function seededFunctions(seeds: Seeds, salt: string): readonly NamedFunction[] {
  let drawn = 0
  return [
    define('utcNow', [0, 1], (args) => formatDate(new Date(seeds.utcNow), args.textOr(0, "yyyyMMdd'T'HHmmss'Z'"))),
    define('newGuid', [0, 0], () => nameBasedGuid(`${seeds.guid}/${salt}/${drawn++}`)),
  ]
}

export const seededRefusals: ReadonlyMap<string, string> = new Map(
  ['utcnow', 'newguid'].map((name) => [name, "can be used only in a parameter's default value"]),
)
