import type { Temporal } from 'temporal-polyfill'
import { instantsOfDay, localTime } from './instants.ts'
import type { CronSchedule } from './schedule.ts'

/** Long enough for a 29 February on a given weekday, also across a century without a leap year. */
const horizonDays = 40 * 366

/** Instants strictly after `after`, ascending, without end unless there never is one. */
export function* cronFirings({ fields, zone, startAt }: CronSchedule, after: number): Generator<number> {
  const from = Math.max(after, (startAt ?? Number.NEGATIVE_INFINITY) - 1)
  const minutes = [...fields.minutes]
  // A gap can move a time into the next day, so the day before has its say.
  let day: Temporal.PlainDate = localTime(from, zone).toPlainDate().subtract({ days: 1 })
  let last = from
  for (let empty = 0; empty < horizonDays; ) {
    const isInMonth = fields.months.has(day.month)
    const isDay = isInMonth && fields.days.has(day.day) && fields.weekDays.has(day.dayOfWeek % 7)
    const step = isInMonth ? 1 : day.daysInMonth - day.day + 1
    empty += step
    for (const at of isDay ? instantsOfDay(day, { hours: fields.hours, minutes, zone }) : []) {
      if (at <= last) continue
      yield at
      last = at
      empty = 0
    }
    day = day.add({ days: step })
  }
}
