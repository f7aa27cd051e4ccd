// When a compute's schedules come due.

import { nextFirings } from '../../../../schedule/firings.ts'
import { parseCron } from '../../../../schedule/parse-cron.ts'
import type { Schedule } from '../../../../schedule/schedule.ts'
import { parseStartTime } from '../../../../schedule/start-time.ts'
import { findTimeZone } from '../../../../schedule/time-zone.ts'
import { type ComputeSchedule, weekDays } from './compute-schedule.ts'

type Timed = Pick<ComputeSchedule, 'trigger' | 'acceptedAt'>

/** The next instants after `after`, whether the schedule is enabled or not, and with what is skipped. */
export function firingsAfter(schedule: Timed, after: number, count: number): number[] {
  return nextFirings(scheduleOf(schedule), { acceptedAt: schedule.acceptedAt, after, count })
}

/** The next instant after `after` at which it really fires; undefined: never, or it is disabled. */
export function nextFiring(schedule: ComputeSchedule, after: number): number | undefined {
  if (!schedule.isEnabled) return undefined
  const at = following(schedule, Math.max(after, schedule.activeSince))
  return at !== undefined && at === schedule.skippedAt ? following(schedule, at) : at
}

interface Reckoned {
  readonly from: number
  /** All instants after `from` up to the last one. */
  readonly found: readonly number[]
}

/** By trigger: thousands of computes come due by the same few. */
const reckoned = new Map<string, Reckoned>()
const mostReckoned = 5_000
const reckonedAhead = 3

function following(schedule: ComputeSchedule, after: number): number | undefined {
  const { trigger, acceptedAt } = schedule
  const key = JSON.stringify(countsFromAcceptance(trigger) ? [trigger, acceptedAt] : trigger)
  const known = reckoned.get(key)
  if (known && after >= known.from && after < (known.found.at(-1) ?? 0)) return known.found.find((at) => at > after)
  const found = firingsAfter(schedule, after, reckonedAhead)
  if (reckoned.size >= mostReckoned) reckoned.clear()
  reckoned.set(key, { from: after, found })
  return found[0]
}

/** Unless it says all by itself: then any two of the same trigger come at the same times. */
function countsFromAcceptance(trigger: ComputeSchedule['trigger']): boolean {
  if (trigger.kind === 'cron' || trigger.startTime !== undefined) return false
  const days = { Day: true, Week: trigger.weekDays.length > 0, Month: trigger.monthDays.length > 0 }
  const hasDays = trigger.frequency in days && days[trigger.frequency as keyof typeof days]
  return trigger.interval > 1 || trigger.hours.length === 0 || trigger.minutes.length === 0 || !hasDays
}

function scheduleOf({ trigger, acceptedAt }: Timed): Schedule {
  const zone = findTimeZone(trigger.timeZone)
  if (zone === undefined) throw new Error(`the time zone '${trigger.timeZone}' is not known any more`)
  const startAt = trigger.startTime === undefined ? undefined : parseStartTime(trigger.startTime, zone, acceptedAt)
  if (trigger.kind === 'cron') return { kind: 'cron', fields: parseCron(trigger.expression), zone, startAt }
  return {
    kind: 'recurrence',
    frequency: trigger.frequency,
    interval: trigger.interval,
    zone,
    startAt,
    hours: given(trigger.hours),
    minutes: given(trigger.minutes),
    weekDays: given(trigger.weekDays.map((day) => weekDays.indexOf(day) + 1)),
    monthDays: given(trigger.monthDays),
  }
}

function given(list: readonly number[]): readonly number[] | undefined {
  return list.length === 0 ? undefined : list
}
