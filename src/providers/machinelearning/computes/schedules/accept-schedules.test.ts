import { describe, expect, test } from 'vitest'
import { acceptSchedules } from './accept-schedules.ts'
import type { AskedSchedule } from './schedule-wire.ts'

const noon = Date.parse('2030-06-03T12:00:00Z')

function asked(expression: string, altered: Partial<AskedSchedule> = {}): AskedSchedule {
  const trigger = { kind: 'cron' as const, expression, timeZone: 'UTC' }
  return { id: undefined, action: 'Stop', isEnabled: true, trigger, ...altered }
}

const rules = (now = noon, most = 4) => ({ now, most, path: 'list' })

describe('accepting schedules', () => {
  test('CI-51: takes as many as the installation says', () => {
    const six = Array.from({ length: 6 }, (_, hour) => asked(`0 ${hour} * * *`))
    expect(acceptSchedules(six, [], rules(noon, 6))).toHaveLength(6)
    expect(() => acceptSchedules(six, [], rules(noon, 5))).toThrow('at most 5 schedules, 6 were asked')
  })

  test('keeps what was skipped and what is counted from, as long as the times stay the same', () => {
    const [first] = acceptSchedules([asked('0 1 * * *')], [], rules())
    if (!first) throw new Error('none')
    const skipped = { ...first, skippedAt: noon + 5 }
    const later = rules(noon + 60_000)
    expect(acceptSchedules([asked('0 1 * * *')], [skipped], later)).toEqual([skipped])
    const [moved] = acceptSchedules([asked('0 2 * * *', { id: first.id })], [skipped], later)
    expect(moved).toMatchObject({ id: first.id, acceptedAt: later.now, activeSince: later.now })
    expect(moved).not.toHaveProperty('skippedAt')
  })

  test('counts one that is enabled again from then on, and one that stays enabled as before', () => {
    const off = acceptSchedules([asked('0 1 * * *', { isEnabled: false })], [], rules())
    const on = acceptSchedules([asked('0 1 * * *')], off, rules(noon + 60_000))
    expect(on).toMatchObject([{ isEnabled: true, acceptedAt: noon, activeSince: noon + 60_000 }])
    expect(acceptSchedules([asked('0 1 * * *')], on, rules(noon + 120_000))).toEqual(on)
  })

  test('takes each of several equal ones for one of those there were', () => {
    const both = acceptSchedules([asked('0 1 * * *'), asked('0 1 * * *')], [], rules())
    expect(new Set(both.map(({ id }) => id)).size).toBe(2)
    expect(acceptSchedules([asked('0 1 * * *'), asked('0 1 * * *')], both, rules())).toEqual(both)
    const id = both[1]?.id
    expect(
      acceptSchedules([asked('0 1 * * *'), asked('0 1 * * *', { id })], both, rules()).map((each) => each.id),
    ).toEqual(both.map((each) => each.id))
    const twice = [asked('0 1 * * *', { id }), asked('0 2 * * *', { id })]
    expect(() => acceptSchedules(twice, both, rules())).toThrow("list.1.id: '")
  })
})
