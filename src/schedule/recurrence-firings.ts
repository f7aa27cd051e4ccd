// The recurrence of Logic Apps: all hours × minutes on each selected day, of every so-many-th day, week, month or year counted
// from the start. What is not given is the start's; without any of it, times follow from the start by the interval alone.

import type { Temporal } from 'temporal-polyfill'
import { instantOf, instantsOfDay, localTime } from './instants.ts'
import type { Frequency, RecurrenceSchedule } from './schedule.ts'

const msOf: Readonly<Partial<Record<Frequency, number>>> = { Second: 1_000, Minute: 60_000, Hour: 3_600_000 }
/** Periods in a row without any time, such as months without a 31st, before it is given up. */
const maxEmpty = 2_000

/**
 * Instants strictly after `after`, ascending. `acceptedAt` stands in for a start that is not given; that instant itself is
 * never one, so that what was just made is not at once stopped.
 */
export function* recurrenceFirings(
  schedule: RecurrenceSchedule,
  { acceptedAt, after }: { readonly acceptedAt: number; readonly after: number },
): Generator<number> {
  const start = schedule.startAt ?? acceptedAt
  const floor = schedule.startAt === undefined ? Math.max(after, acceptedAt) : Math.max(after, schedule.startAt - 1)
  const unitMs = msOf[schedule.frequency]
  if (unitMs !== undefined) {
    yield* everySoOften(start, schedule.interval * unitMs, floor)
  } else {
    yield* onDays(schedule, start, floor)
  }
}

function* everySoOften(start: number, step: number, floor: number): Generator<number> {
  for (let count = Math.max(0, Math.floor((floor - start) / step) + 1); ; count++) yield start + count * step
}

function* onDays(schedule: RecurrenceSchedule, start: number, floor: number): Generator<number> {
  const { zone } = schedule
  const local = localTime(start, zone)
  const times = { hours: schedule.hours ?? [local.hour], minutes: schedule.minutes ?? [local.minute], zone }
  const isBare = [schedule.hours, schedule.minutes, schedule.weekDays, schedule.monthDays].every((each) => !each)
  let last = floor
  let period = firstPeriod(schedule, local.toPlainDate(), localTime(floor, zone).toPlainDate())
  for (let empty = 0; empty < maxEmpty; empty++, period++) {
    for (const day of daysOf(schedule, local.toPlainDate(), period)) {
      const instants = isBare ? [instantOf(day.toPlainDateTime(local.toPlainTime()), zone)] : instantsOfDay(day, times)
      for (const at of instants) {
        if (at <= last) continue
        yield at
        last = at
        empty = 0
      }
    }
  }
}

/** One that is surely not after the day that is looked from. */
function firstPeriod(
  { frequency, interval }: RecurrenceSchedule,
  start: Temporal.PlainDate,
  from: Temporal.PlainDate,
): number {
  const units = { Day: 'days', Week: 'weeks', Month: 'months', Year: 'years' } as const
  const unit = units[frequency as keyof typeof units]
  const passed = start.until(from, { largestUnit: unit })[unit]
  return Math.max(0, Math.floor(passed / interval) - 1)
}

function daysOf(
  { frequency, interval, ...given }: RecurrenceSchedule,
  start: Temporal.PlainDate,
  period: number,
): Temporal.PlainDate[] {
  if (frequency === 'Day') return [start.add({ days: period * interval })]
  if (frequency === 'Week') {
    const monday = start.subtract({ days: start.dayOfWeek - 1 }).add({ weeks: period * interval })
    const weekDays = given.weekDays ?? [start.dayOfWeek]
    return weekDays.toSorted((a, b) => a - b).map((weekDay) => monday.add({ days: weekDay - 1 }))
  }
  if (frequency === 'Year') return [start.add({ years: period * interval })]
  if (!given.monthDays) return [start.add({ months: period * interval })]
  const first = start.with({ day: 1 }).add({ months: period * interval })
  return daysOfMonth(first, given.monthDays)
}

/** A month that has no such day is passed over. */
function daysOfMonth(first: Temporal.PlainDate, monthDays: readonly number[]): Temporal.PlainDate[] {
  const days = new Set(monthDays.map((day) => (day < 0 ? first.daysInMonth + 1 + day : day)))
  return [...days]
    .filter((day) => day >= 1 && day <= first.daysInMonth)
    .toSorted((a, b) => a - b)
    .map((day) => first.with({ day }))
}
