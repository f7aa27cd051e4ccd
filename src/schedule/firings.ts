import { cronFirings } from './cron-firings.ts'
import { recurrenceFirings } from './recurrence-firings.ts'
import type { Schedule } from './schedule.ts'

export interface FiringsOptions {
  /** When the schedule was accepted; a recurrence without a start counts from it. Epoch milliseconds, as all here. */
  readonly acceptedAt: number
  readonly after: number
  readonly count: number
}

/** The next instants strictly after `after`, ascending, at most `count`. */
export function nextFirings(schedule: Schedule, { acceptedAt, after, count }: FiringsOptions): number[] {
  const firings =
    schedule.kind === 'cron' ? cronFirings(schedule, after) : recurrenceFirings(schedule, { acceptedAt, after })
  const found: number[] = []
  for (const at of firings) {
    found.push(at)
    if (found.length >= count) break
  }
  return found
}
