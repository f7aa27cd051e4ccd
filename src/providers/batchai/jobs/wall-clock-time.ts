// `maxWallClockTime`: sent as .NET writes it (`7.00:00:00`) or as ISO 8601 does, and shown in the latter.

import { ArmError } from '../../../base/errors.ts'

const seconds = 1000
const minutes = 60 * seconds
const hours = 60 * minutes
const days = 24 * hours
/** The default, and the longest a job may live. */
export const longestJobMs = 7 * days

export function parseWallClockTime(text: string, target: string): number {
  const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$/.exec(text)
  const plain = /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})(?:\.\d+)?$/.exec(text)
  const [, d, h, m, s] = (iso ?? plain ?? []) as (string | undefined)[]
  const ms = Number(d ?? 0) * days + Number(h ?? 0) * hours + Number(m ?? 0) * minutes + Number(s ?? 0) * seconds
  if ((iso ?? plain) && ms > 0 && ms <= longestJobMs) return ms
  throw new ArmError(
    400,
    'InvalidMaxWallClockTime',
    `maxWallClockTime '${text.slice(0, 40)}' is no time above 0 and of at most 7 days, such as 'PT6H' or '06:00:00'.`,
    { target },
  )
}

export function wallClockText(ms: number): string {
  const units = [
    [Math.floor(ms / days), 'D'],
    [Math.floor((ms % days) / hours), 'H'],
    [Math.floor((ms % hours) / minutes), 'M'],
    [Math.floor((ms % minutes) / seconds), 'S'],
  ] as const
  const [day, ...rest] = units.map(([count, unit]) => (count === 0 ? '' : `${count}${unit}`))
  const time = rest.join('')
  return `P${day ?? ''}${time === '' ? '' : `T${time}`}`
}
