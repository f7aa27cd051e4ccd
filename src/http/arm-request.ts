import type { Precondition } from '../arm/precondition.ts'
import type { Caller } from '../arm/resource-type.ts'

/** A request at the ARM surface, as HTTP brought it. */
export interface ArmRequest {
  readonly method: string
  /** Undecoded, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** Parsed only when a verb wants it: a request that may not write does not get its body read for it. */
  body(): unknown
  readonly caller: Caller
  readonly precondition: Precondition
  /** True: a PUT is checked in all respects, answered 200, and nothing is written. */
  readonly isRehearsal?: boolean
}
