// How long a job may run: `maxWallClockTime` as a number of something, and back. Pure.

export const timeUnits = ['minutes', 'hours', 'days'] as const
export type TimeUnit = (typeof timeUnits)[number]

const minutesIn: Readonly<Record<TimeUnit, number>> = { minutes: 1, hours: 60, days: 24 * 60 }
const mostMinutes = 7 * 24 * 60

/** Milliseconds; undefined: it is no time. */
export function wallClockMs(text: string | undefined): number | undefined {
  const minutes = text === undefined ? mostMinutes : minutesOf(text)
  return minutes === undefined ? undefined : minutes * 60_000
}

export function isWallClockTime(text: string): boolean {
  const minutes = minutesOf(text)
  return minutes !== undefined && minutes > 0 && minutes <= mostMinutes
}

/** In the largest unit that it is whole in; undefined: it is none that a number and a unit say. */
export function readTime(text: string | undefined): { readonly number: string; readonly unit: TimeUnit } | undefined {
  if (text === undefined) return { number: '', unit: 'hours' }
  const minutes = minutesOf(text)
  if (minutes === undefined) return undefined
  const unit = timeUnits.toReversed().find((each) => minutes % minutesIn[each] === 0)
  return unit === undefined ? undefined : { number: String(minutes / minutesIn[unit]), unit }
}

/** As ISO 8601; undefined for nothing, which stands for 7 days. */
export function writeTime(number: string, unit: TimeUnit): string | undefined {
  const trimmed = number.trim()
  if (trimmed === '') return undefined
  if (unit === 'days') return `P${trimmed}D`
  return `PT${trimmed}${unit === 'hours' ? 'H' : 'M'}`
}

function minutesOf(text: string): number | undefined {
  const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$/.exec(text)
  const plain = /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})(?:\.\d+)?$/.exec(text)
  const match = iso ?? plain
  if (match === null) return undefined
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = match.map((part) => Number(part ?? 0))
  return days * 24 * 60 + hours * 60 + minutes + seconds / 60
}
