import { describe, expect, test } from 'vitest'
import { nextFirings } from './firings.ts'
import { parseCron } from './parse-cron.ts'
import type { RecurrenceSchedule } from './schedule.ts'
import { parseStartTime } from './start-time.ts'

const chicago = 'America/Chicago'

function cron(expression: string, more: { zone?: string; start?: string; after: string; count?: number }): string[] {
  const { zone = 'UTC', start, after, count = 3 } = more
  const startAt = start === undefined ? undefined : parseStartTime(start, zone, Date.parse('2026-01-01'))
  const schedule = { kind: 'cron' as const, fields: parseCron(expression), zone, startAt }
  return told(nextFirings(schedule, { acceptedAt: 0, after: Date.parse(after), count }))
}

function recurrence(
  given: Partial<Omit<RecurrenceSchedule, 'startAt'>> & { start?: string },
  when: { accepted?: string; after: string; count?: number },
): string[] {
  const { start, ...fields } = given
  const zone = given.zone ?? 'UTC'
  const schedule: RecurrenceSchedule = {
    kind: 'recurrence',
    frequency: 'Day',
    interval: 1,
    zone,
    hours: undefined,
    minutes: undefined,
    weekDays: undefined,
    monthDays: undefined,
    ...fields,
    startAt: start === undefined ? undefined : parseStartTime(start, zone, Date.parse('2026-01-01')),
  }
  const after = Date.parse(when.after)
  const acceptedAt = when.accepted === undefined ? after : Date.parse(when.accepted)
  return told(nextFirings(schedule, { acceptedAt, after, count: when.count ?? 3 }))
}

function told(instants: readonly number[]): string[] {
  return instants.map((at) => new Date(at).toISOString().replace(/:00\.000Z$/, 'Z'))
}

describe('CI-60: cron', () => {
  test('comes strictly after the instant that is looked from', () => {
    expect(cron('0 18 * * *', { after: '2026-03-01T18:00:00Z', count: 2 })).toEqual([
      '2026-03-02T18:00Z',
      '2026-03-03T18:00Z',
    ])
  })

  test('joins day of month and day of week by "and"', () => {
    expect(cron('0 9 13 * 5', { after: '2026-01-01T00:00:00Z' })).toEqual([
      '2026-02-13T09:00Z',
      '2026-03-13T09:00Z',
      '2026-11-13T09:00Z',
    ])
  })

  test('passes over months without the day, and years without the 29 February', () => {
    expect(cron('0 0 31 * *', { after: '2026-01-31T00:00:00Z', count: 2 })).toEqual([
      '2026-03-31T00:00Z',
      '2026-05-31T00:00Z',
    ])
    expect(cron('0 0 29 2 *', { after: '2097-01-01T00:00:00Z', count: 1 })).toEqual(['2104-02-29T00:00Z'])
  })

  test('of some months comes on their first days and last, wherever it is looked from', () => {
    const found = ['2026-06-01T00:00Z', '2026-06-30T00:00Z', '2026-09-01T00:00Z', '2026-09-30T00:00Z']
    for (const after of ['2026-02-28T00:00:00Z', '2026-05-31T23:59:00Z'])
      expect(cron('0 0 1,30,31 6,9 *', { after, count: 4 })).toEqual(found)
    expect(cron('0 0 * 1,3 0', { after: '2026-01-24T00:00:00Z', count: 3 })).toEqual([
      '2026-01-25T00:00Z',
      '2026-03-01T00:00Z',
      '2026-03-08T00:00Z',
    ])
  })

  test('that never comes ends', () => {
    expect(cron('0 0 30 2 *', { after: '2026-01-01T00:00:00Z' })).toEqual([])
  })

  test('follows daylight saving in its zone: a skipped time is an hour later on the clock, a repeated one is its first', () => {
    expect(cron('30 2 * * *', { zone: chicago, after: '2019-03-09T00:00:00Z' })).toEqual([
      '2019-03-09T08:30Z',
      '2019-03-10T08:30Z',
      '2019-03-11T07:30Z',
    ])
    expect(cron('30 1 * * *', { zone: chicago, after: '2019-11-02T00:00:00Z' })).toEqual([
      '2019-11-02T06:30Z',
      '2019-11-03T06:30Z',
      '2019-11-04T07:30Z',
    ])
  })

  test('happens once where a skipped time falls on another that was asked for', () => {
    expect(cron('30 2,3 * * *', { zone: chicago, after: '2019-03-10T06:00:00Z', count: 3 })).toEqual([
      '2019-03-10T08:30Z',
      '2019-03-11T07:30Z',
      '2019-03-11T08:30Z',
    ])
  })

  test('does not come before its start, which is local to the zone', () => {
    expect(
      cron('0 22 * * *', {
        zone: 'America/Los_Angeles',
        start: '2021-03-10T21:21:07',
        after: '2021-03-01T00:00:00Z',
        count: 1,
      }),
    ).toEqual(['2021-03-11T06:00Z'])
    expect(cron('0 8 * * *', { start: '2026-05-01T08:00:00Z', after: '2026-01-01T00:00:00Z', count: 1 })).toEqual([
      '2026-05-01T08:00Z',
    ])
  })
})

describe('CI-59: a recurrence', () => {
  test('of a day is every hour and minute given', () => {
    expect(recurrence({ hours: [17, 8], minutes: [30, 0] }, { after: '2026-03-01T08:00:00Z', count: 4 })).toEqual([
      '2026-03-01T08:30Z',
      '2026-03-01T17:00Z',
      '2026-03-01T17:30Z',
      '2026-03-02T08:00Z',
    ])
  })

  test('takes from the start what is not given', () => {
    const when = { accepted: '2026-03-02T09:41:00Z', after: '2026-03-02T09:41:00Z', count: 2 }
    expect(recurrence({ hours: [8] }, when)).toEqual(['2026-03-03T08:41Z', '2026-03-04T08:41Z'])
    expect(recurrence({ frequency: 'Week', weekDays: [5] }, when)).toEqual(['2026-03-06T09:41Z', '2026-03-13T09:41Z'])
    expect(recurrence({ frequency: 'Week', hours: [8], minutes: [0] }, when)).toEqual([
      '2026-03-09T08:00Z',
      '2026-03-16T08:00Z',
    ])
  })

  test('does not come at the moment it is made', () => {
    expect(recurrence({}, { accepted: '2026-03-02T09:41:00Z', after: '2026-03-02T09:40:00Z', count: 1 })).toEqual([
      '2026-03-03T09:41Z',
    ])
  })

  test('comes at its start when that is all there is, and only if it matches when there is more', () => {
    const start = '2026-05-01T12:00:00'
    expect(recurrence({ start }, { after: '2026-01-01T00:00:00Z', count: 2 })).toEqual([
      '2026-05-01T12:00Z',
      '2026-05-02T12:00Z',
    ])
    expect(recurrence({ start, hours: [9], minutes: [0] }, { after: '2026-01-01T00:00:00Z', count: 1 })).toEqual([
      '2026-05-02T09:00Z',
    ])
    expect(recurrence({ start, hours: [12], minutes: [0] }, { after: '2026-01-01T00:00:00Z', count: 1 })).toEqual([
      '2026-05-01T12:00Z',
    ])
  })

  test('counts its interval from the start, however long ago that was', () => {
    expect(
      recurrence(
        { frequency: 'Week', interval: 2, weekDays: [1], start: '2026-03-02T09:00:00', hours: [9], minutes: [0] },
        { after: '2026-04-01T00:00:00Z' },
      ),
    ).toEqual(['2026-04-13T09:00Z', '2026-04-27T09:00Z', '2026-05-11T09:00Z'])
    expect(
      recurrence({ interval: 3, start: '2026-01-01T06:00:00' }, { after: '2026-02-01T00:00:00Z', count: 2 }),
    ).toEqual(['2026-02-03T06:00Z', '2026-02-06T06:00Z'])
    expect(
      recurrence(
        { frequency: 'Hour', interval: 5, start: '2026-01-01T00:00:00' },
        { after: '2026-01-02T00:00:00Z', count: 2 },
      ),
    ).toEqual(['2026-01-02T01:00Z', '2026-01-02T06:00Z'])
  })

  test('of a month has its days from the front or from the end', () => {
    const monthly = { frequency: 'Month' as const, hours: [6], minutes: [0] }
    expect(recurrence({ ...monthly, monthDays: [-1, 15] }, { after: '2026-01-20T00:00:00Z' })).toEqual([
      '2026-01-31T06:00Z',
      '2026-02-15T06:00Z',
      '2026-02-28T06:00Z',
    ])
    expect(recurrence({ ...monthly, monthDays: [31] }, { after: '2026-02-01T00:00:00Z', count: 2 })).toEqual([
      '2026-03-31T06:00Z',
      '2026-05-31T06:00Z',
    ])
  })

  test('of seconds and of years counts them from the start', () => {
    const seconds = { frequency: 'Second' as const, interval: 90, start: '2026-01-01T00:00:00Z' }
    expect(recurrence(seconds, { after: '2026-03-01T00:00:00Z', count: 2 })).toEqual([
      '2026-03-01T00:01:30.000Z',
      '2026-03-01T00:03Z',
    ])
    const years = { frequency: 'Year' as const, interval: 2, start: '2020-02-29T07:00:00Z' }
    expect(recurrence(years, { after: '2023-01-01T00:00:00Z' })).toEqual([
      '2024-02-29T07:00Z',
      '2026-02-28T07:00Z',
      '2028-02-29T07:00Z',
    ])
    expect(recurrence({ ...years, hours: [8], minutes: [15] }, { after: '2025-01-01T00:00:00Z', count: 1 })).toEqual([
      '2026-02-28T08:15Z',
    ])
  })

  test('without a day of the month keeps to the start’s, or to the last there is', () => {
    expect(recurrence({ frequency: 'Month', start: '2026-01-31T06:00:00' }, { after: '2026-02-01T00:00:00Z' })).toEqual(
      ['2026-02-28T06:00Z', '2026-03-31T06:00Z', '2026-04-30T06:00Z'],
    )
  })

  test('that never comes ends', () => {
    const never = { frequency: 'Month' as const, interval: 12, monthDays: [30], start: '2026-02-01T00:00:00' }
    expect(recurrence(never, { after: '2026-02-01T00:00:00Z' })).toEqual([])
  })

  test('CI-55: keeps its wall-clock time through daylight saving', () => {
    const daily = { zone: chicago, minutes: [30] }
    expect(recurrence({ ...daily, hours: [2] }, { after: '2019-03-09T00:00:00Z' })).toEqual([
      '2019-03-09T08:30Z',
      '2019-03-10T08:30Z',
      '2019-03-11T07:30Z',
    ])
    expect(recurrence({ ...daily, hours: [2] }, { after: '2019-11-02T00:00:00Z' })).toEqual([
      '2019-11-02T07:30Z',
      '2019-11-03T08:30Z',
      '2019-11-04T08:30Z',
    ])
    expect(recurrence({ ...daily, hours: [1] }, { after: '2019-03-09T00:00:00Z' })).toEqual([
      '2019-03-09T07:30Z',
      '2019-03-10T07:30Z',
      '2019-03-11T06:30Z',
    ])
    expect(recurrence({ ...daily, hours: [1] }, { after: '2019-11-02T00:00:00Z' })).toEqual([
      '2019-11-02T06:30Z',
      '2019-11-03T06:30Z',
      '2019-11-04T07:30Z',
    ])
  })
})
