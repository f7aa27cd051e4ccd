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
export function instantsOfDay(
  day: Temporal.PlainDate,
  { hours, minutes, zone }: { hours: Iterable<number>; minutes: readonly number[]; zone: string },
): number[] {
  const instants = new Set<number>()
  for (const hour of hours)
    for (const minute of minutes) instants.add(instantOf(day.toPlainDateTime({ hour, minute }), zone))
  return [...instants].toSorted((a, b) => a - b)
}
