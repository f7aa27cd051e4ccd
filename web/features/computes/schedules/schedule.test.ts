import { describe, expect, test } from 'vitest'
import {
  newSchedule,
  readSchedule,
  type Schedule,
  scheduleFault,
  type WireSchedule,
  writeSchedule,
} from './schedule.ts'

describe('a schedule in the pages', () => {
  test('CI-53: days and a time in a zone are read and written', () => {
    const wire: WireSchedule = {
      id: 'a',
      action: 'Stop',
      status: 'Enabled',
      triggerType: 'Recurrence',
      recurrence: {
        frequency: 'Week',
        interval: 1,
        timeZone: 'Korea Standard Time',
        schedule: { hours: [18], minutes: [5], weekDays: ['Monday', 'Friday'] },
      },
    }
    const read = readSchedule(wire)
    expect(read.timing).toEqual({
      kind: 'weekly',
      days: ['Monday', 'Friday'],
      time: '18:05',
      timeZone: 'Korea Standard Time',
    })
    expect(writeSchedule(read)).toEqual(wire)
  })

  test.each<[string, Partial<WireSchedule>]>([
    ['a cron line', { triggerType: 'Cron', cron: { expression: '0 18 * * *', timeZone: 'UTC' } }],
    ['two hours', { recurrence: { frequency: 'Day', interval: 1, schedule: { hours: [8, 9], minutes: [0] } } }],
    [
      'every other week',
      { recurrence: { frequency: 'Week', interval: 2, schedule: { hours: [8], minutes: [0], weekDays: ['Monday'] } } },
    ],
    ['the last of the month', { recurrence: { frequency: 'Month', interval: 1, schedule: { monthDays: [-1] } } }],
  ])('keeps %s as it is', (_, timing) => {
    const wire: WireSchedule = { id: 'a', action: 'Start', status: 'Disabled', ...timing }
    const read = readSchedule(wire)
    expect([read.timing.kind, read.isEnabled]).toEqual(['other', false])
    expect(writeSchedule(read)).toEqual({
      ...wire,
      triggerType: wire.triggerType,
      cron: wire.cron,
      recurrence: wire.recurrence,
    })
  })

  test('CI-53: one that other programs wrote with the moment it begins is edited as any other, and keeps it', () => {
    const recurrence = {
      ...{ frequency: 'Week', interval: 1, timeZone: 'UTC', startTime: '2026-01-01T00:00:00' },
      schedule: { hours: [8], minutes: [0], weekDays: ['Monday'] },
    }
    const read = readSchedule({ id: 'a', action: 'Start', triggerType: 'Recurrence', recurrence })
    expect(read.timing).toMatchObject({ kind: 'weekly', time: '08:00', days: ['Monday'] })
    expect(writeSchedule(read)['recurrence']).toEqual(recurrence)
  })

  test('CI-51: a fifth, one without a day and one without a time are faults before the click', () => {
    const one = newSchedule('Stop')
    const without = (part: object): Schedule => ({ ...one, timing: { ...one.timing, ...part } as Schedule['timing'] })
    expect(scheduleFault([one, one, one, one])).toBeUndefined()
    expect(scheduleFault([one, one, one, one, one])).toMatch(/at most 4/)
    expect(scheduleFault([without({ days: [] })])).toMatch(/day/)
    expect(scheduleFault([without({ time: '' })])).toMatch(/time/)
  })
})
