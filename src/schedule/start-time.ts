import { Temporal } from 'temporal-polyfill'
import { instantOf } from './instants.ts'

const maxAheadYears = 49

/**
 * `2026-03-10T21:21:07`, with a blank for the `T` too, is local to the zone; with `Z` or an offset it is that, whatever the
 * zone. Answers epoch milliseconds; throws an Error that says what is wrong.
 */
export function parseStartTime(text: string, zone: string, now: number): number {
  const [, local, offset] =
    /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?)(Z|[+-]\d\d:\d\d)?$/i.exec(text.trim()) ?? []
  if (local === undefined) throw new Error(`'${text.slice(0, 60)}' is not a time such as 2026-03-10T21:21:07`)
  const at = read(local.replace(' ', 'T'), offset, zone)
  const latest = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC').add({ years: maxAheadYears })
  if (at > latest.epochMilliseconds) throw new Error(`'${text}' is more than ${maxAheadYears} years ahead`)
  return at
}

function read(local: string, offset: string | undefined, zone: string): number {
  try {
    if (offset === undefined) return instantOf(Temporal.PlainDateTime.from(local, { overflow: 'reject' }), zone)
    return Temporal.Instant.from(`${local}${offset.toUpperCase()}`).epochMilliseconds
  } catch (cause) {
    throw new Error(`'${local}' is not a time there is`, { cause })
  }
}
