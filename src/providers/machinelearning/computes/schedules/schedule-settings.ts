import type { Clock } from '../../../../base/clock.ts'

/** What the installation decides about schedules. */
export interface ScheduleSettings {
  readonly clock: Clock
  /** Of one instance (CI-51). */
  readonly most: number
}
