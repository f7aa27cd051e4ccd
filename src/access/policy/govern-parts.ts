import type { Target } from '../../arm/operations.ts'
import type { Clock } from '../../base/clock.ts'
import type { ErrorDetail } from '../../base/errors.ts'
import type { Store } from '../../store/store.ts'

/** What policies at work need of the rest. */
export interface GovernParts {
  readonly store: Store
  readonly clock: Clock
  types(): readonly Target['type'][]
  /** For the activity log; never throws. */
  notice(target: Target, action: string, detail: ErrorDetail): Promise<void>
}
