// Between wall-clock times in a zone and instants. Where clocks go forward, a time that does not exist is as much later as
// the clocks jumped; where they go back, a time that comes twice is its first. So every time happens once.

import { Temporal } from 'temporal-polyfill'

/** The wall-clock time of an instant in epoch milliseconds. */
export function localTime(at: number, zone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime()
}

/** Epoch milliseconds. */
export function instantOf(local: Temporal.PlainDateTime, zone: string): number {
  return local.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds
}

/** The instants of all `hours` × `minutes` of a day, ascending, each once. */
export function instantsOfDay(day: Temporal.PlainDate, times: TimesOfDay): number[] {
  const instants = new Set(reckonedFromMidnight(day, times) ?? reckonedOneByOne(day, times))
  return [...instants].toSorted((a, b) => a - b)
}

interface TimesOfDay {
  readonly hours: Iterable<number>
  readonly minutes: readonly number[]
  readonly zone: string
}

const minuteMs = 60_000
const dayMs = 1_440 * minuteMs

/** Undefined: the day's clock is changed, and no time says what another is. A conversion takes microseconds, 1440 a while. */
function reckonedFromMidnight(day: Temporal.PlainDate, { hours, minutes, zone }: TimesOfDay): number[] | undefined {
  const midnight = instantOf(day.toPlainDateTime(), zone)
  const isChanged = instantOf(day.add({ days: 1 }).toPlainDateTime(), zone) - midnight !== dayMs
  return isChanged
    ? undefined
    : pairs(hours, minutes).map(([hour, minute]) => midnight + (hour * 60 + minute) * minuteMs)
}

function reckonedOneByOne(day: Temporal.PlainDate, { hours, minutes, zone }: TimesOfDay): number[] {
  return pairs(hours, minutes).map(([hour, minute]) => instantOf(day.toPlainDateTime({ hour, minute }), zone))
}

function pairs(hours: Iterable<number>, minutes: readonly number[]): [hour: number, minute: number][] {
  return [...hours].flatMap((hour) => minutes.map((minute): [number, number] => [hour, minute]))
}
