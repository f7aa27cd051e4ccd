import { expect, test } from 'vitest'
import type { Schedule, WeekDay } from './schedule.ts'
import { weekHours } from './week-hours.ts'

const workdays: readonly WeekDay[] = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']

function weekly(
  action: Schedule['action'],
  time: string,
  more: { days?: readonly WeekDay[]; timeZone?: string } = {},
): Schedule {
  const { days = workdays, timeZone = 'UTC' } = more
  return { id: undefined, action, isEnabled: true, timing: { kind: 'weekly', days, time, timeZone } }
}

test('without schedules it runs all week, or not at all when it is created stopped', () => {
  expect(weekHours([], false)).toBe(168)
  expect(weekHours([], true)).toBe(0)
  expect(weekHours([{ ...weekly('Stop', '18:00'), isEnabled: false }], false)).toBe(168)
})

test('with starts and stops it runs between them', () => {
  expect(weekHours([weekly('Start', '09:00'), weekly('Stop', '18:30')], false)).toBe(5 * 9.5)
  // From Friday evening until Monday morning.
  expect(
    weekHours([weekly('Start', '20:00', { days: ['Friday'] }), weekly('Stop', '08:00', { days: ['Monday'] })], false),
  ).toBe(60)
})

test('what is only stopped is started by people, and what is only started runs on', () => {
  expect(weekHours([weekly('Stop', '18:00')], false)).toBeUndefined()
  expect(weekHours([weekly('Start', '09:00')], true)).toBe(168)
})

test('what is written in another way, or in two zones, cannot be told', () => {
  const cron: Schedule = { ...weekly('Stop', ''), timing: { kind: 'other', wire: {}, words: '0 18 * * *' } }
  expect(weekHours([cron], false)).toBeUndefined()
  expect(
    weekHours([weekly('Start', '09:00'), weekly('Stop', '18:00', { timeZone: 'Asia/Seoul' })], false),
  ).toBeUndefined()
})
