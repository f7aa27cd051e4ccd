// Reading an instant as templates and rules write it: ISO 8601, with a blank for the `T`, compact, or a date alone. A time
// without an offset is in UTC, wherever the server stands.

import { Temporal } from 'temporal-polyfill'

/** Undefined: it is none. */
export function instantIn(text: string): Temporal.Instant | undefined {
  const compact = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text)
  const [, year, month, day, hour, minute, second] = compact ?? []
  const spelled = compact === null ? text : `${year}-${month}-${day}T${hour}:${minute}:${second}Z`
  for (const candidate of [spelled, `${spelled}Z`, `${spelled}T00:00:00Z`]) {
    try {
      return Temporal.Instant.from(candidate)
    } catch {
      // Each spelling that is allowed gets its turn.
    }
  }
  return undefined
}
