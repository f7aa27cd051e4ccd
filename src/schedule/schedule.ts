// When something is to happen again and again. Two ways to say it, as Azure has them: NCrontab's five fields (CI-60), and
// the recurrence of Logic Apps (CI-59). Both are wall-clock times in a zone.

import type { CronFields } from './parse-cron.ts'

export interface CronSchedule {
  readonly kind: 'cron'
  readonly fields: CronFields
  /** IANA name. */
  readonly zone: string
  /** Nothing before it. Epoch milliseconds. */
  readonly startAt: number | undefined
}

export type Frequency = 'Second' | 'Minute' | 'Hour' | 'Day' | 'Week' | 'Month' | 'Year'

/** What is undefined is that of the start. */
export interface RecurrenceSchedule {
  readonly kind: 'recurrence'
  readonly frequency: Frequency
  /** Every so many seconds, minutes, hours, days, weeks, months or years, counted from the start. */
  readonly interval: number
  /** IANA name. */
  readonly zone: string
  /** Epoch milliseconds. */
  readonly startAt: number | undefined
  readonly hours: readonly number[] | undefined
  readonly minutes: readonly number[] | undefined
  /** 1 is Monday, 7 Sunday; of a Week alone. */
  readonly weekDays: readonly number[] | undefined
  /** 1 to 31, or -1 for the last day and so on; of a Month alone. */
  readonly monthDays: readonly number[] | undefined
}

export type Schedule = CronSchedule | RecurrenceSchedule
