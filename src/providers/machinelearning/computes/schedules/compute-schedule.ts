// A schedule as a compute keeps it. Times of day stay as they were asked for; when they come is reckoned anew each time, so
// that a zone that changes its rules is followed.

export interface ComputeSchedule {
  /** A GUID; it stays as long as the schedule is edited and not removed. */
  readonly id: string
  readonly action: 'Start' | 'Stop'
  /** False: kept, and does not fire. */
  readonly isEnabled: boolean
  readonly trigger: CronTrigger | RecurrenceTrigger
  /** When the trigger was accepted; a recurrence without a start counts from it. Epoch milliseconds, as all here. */
  readonly acceptedAt: number
  /** Fires after this only: when it was made, changed or enabled again. */
  readonly activeSince: number
  /** The one firing that is passed over. */
  readonly skippedAt?: number
}

interface Timing {
  /** As it was sent: a Windows or IANA name. */
  readonly timeZone: string
  /** As it was sent; undefined: none. */
  readonly startTime?: string
}

export interface CronTrigger extends Timing {
  readonly kind: 'cron'
  readonly expression: string
}

/** An empty list is what was not given: the start's own hour, minute, day then count. */
export interface RecurrenceTrigger extends Timing {
  readonly kind: 'recurrence'
  readonly frequency: (typeof frequencies)[number]
  readonly interval: number
  readonly hours: readonly number[]
  readonly minutes: readonly number[]
  readonly weekDays: readonly (typeof weekDays)[number][]
  readonly monthDays: readonly number[]
}

export const frequencies = ['Second', 'Minute', 'Hour', 'Day', 'Week', 'Month', 'Year'] as const
export const weekDays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
