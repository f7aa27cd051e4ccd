// Calculating with instants that are given. What reads the clock (`utcNow`) is not here: see `seeded.ts`.

import { Temporal } from 'temporal-polyfill'
import type { Arguments } from '../arguments.ts'
import { define, type NamedFunction, type Scope } from '../scope.ts'
import { formatDate } from './format-date.ts'
import { instantIn } from './instant.ts'

export const dateFunctions: readonly NamedFunction[] = [
  define('dateTimeAdd', [2, 3], dateTimeAdd),
  define('dateTimeToEpoch', [1, 1], (args) => Math.floor(instantOf(args).epochMilliseconds / 1000)),
  define('dateTimeFromEpoch', [1, 1], (args) =>
    formatDate(dateOf(args, args.integer(0) * 1000), "yyyy-MM-dd'T'HH:mm:ss'Z'"),
  ),
]

/** Months and years by the calendar, in UTC. Without a format the answer is written like the base. */
function dateTimeAdd(args: Arguments, { work }: Scope): string {
  work.spend(50)
  const duration = durationOf(args)
  const start = instantOf(args).toZonedDateTimeISO('UTC')
  let end: number
  try {
    end = start.add(duration).epochMilliseconds
  } catch {
    throw args.fault('leads beyond the dates that can be written')
  }
  return formatDate(dateOf(args, end), args.count === 3 ? args.text(2) : formatLike(args.text(0)))
}

function formatLike(base: string): string {
  if (/^\d{8}T\d{6}Z$/.test(base)) return "yyyyMMdd'T'HHmmss'Z'"
  return base.includes('T') ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : 'u'
}

function durationOf(args: Arguments): Temporal.Duration {
  try {
    return Temporal.Duration.from(args.text(1))
  } catch {
    throw args.fault(`takes a duration such as P3D or -PT1H`)
  }
}

function instantOf(args: Arguments): Temporal.Instant {
  const instant = instantIn(args.text(0).trim())
  if (instant === undefined) throw args.fault('takes a time such as 2020-04-07T14:53:14Z')
  return instant
}

function dateOf(args: Arguments, ms: number): Date {
  const date = new Date(ms)
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 1) {
    throw args.fault('leads beyond the dates that can be written')
  }
  return date
}
