// CI-55, CI-59, CI-60: schedules come when an independent calendar says, Python's: none is missed and none is doubled, in
// every zone, over ten years whose rules are settled. Normally in the zones with the strangest days; in all of them with
// CARREL_TEST_LONG=1.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { nextFirings } from '../src/schedule/firings.ts'
import { parseCron } from '../src/schedule/parse-cron.ts'
import type { Frequency, Schedule } from '../src/schedule/schedule.ts'
import { parseStartTime } from '../src/schedule/start-time.ts'
import { findTimeZone } from '../src/schedule/time-zone.ts'

const script = join(import.meta.dirname, 'support/schedule_calendar.py')
const isLong = process.env['CARREL_TEST_LONG'] === '1'
const lastYear = 2025
/** At what hour Moldova has changed its clocks since 2022 was told only later: editions of the zones differ on it. */
const settledUntil: Readonly<Record<string, number>> = { 'Europe/Chisinau': 2022, 'Europe/Tiraspol': 2022 }
const untilYearOf = (zone: string) => settledUntil[zone] ?? lastYear
const start = '2015-01-01T02:30:00'

/** Half hours, two hours, midnights, whole days, zones that moved, and one in which nothing ever happens. */
const strange = [
  'UTC',
  'Europe/Berlin',
  'America/Chicago',
  'Australia/Lord_Howe',
  'Antarctica/Troll',
  'America/Havana',
  'America/Sao_Paulo',
  'Asia/Beirut',
  'Africa/Casablanca',
  'Asia/Pyongyang',
  'America/Caracas',
  'Pacific/Chatham',
  'Europe/Chisinau',
]

interface Case {
  readonly zone: string
  readonly kind: 'cron' | Extract<Frequency, 'Day' | 'Week' | 'Month'>
  readonly hours: readonly number[]
  readonly minutes: readonly number[]
  readonly interval: number
  readonly days: readonly number[]
  readonly months: readonly number[]
  /** From Sunday, 0, for cron; from Monday, 1, for a recurrence. */
  readonly weekDays: readonly number[]
  readonly monthDays: readonly number[]
}

function casesOf(zone: string): Case[] {
  const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, step) => first + step)
  const common = { zone, interval: 1, days: upTo(31), months: upTo(12), weekDays: upTo(6, 0), monthDays: [] }
  return [
    { ...common, kind: 'cron', hours: [0, 1, 2, 3, 23], minutes: [0, 30] },
    { ...common, kind: 'cron', hours: [2], minutes: [15], days: [1, 7, 13, 29, 31], weekDays: [0, 5] },
    { ...common, kind: 'Day', interval: 3, hours: [0, 2], minutes: [0, 30] },
    { ...common, kind: 'Week', interval: 2, hours: [1, 2], minutes: [30], weekDays: [1, 6, 7] },
    { ...common, kind: 'Month', hours: [0, 2], minutes: [45], monthDays: [-1, 8, 31] },
  ]
}

function python(args: readonly string[], input = ''): string | undefined {
  const ended = spawnSync('python3', [script, ...args], { input, encoding: 'utf8', maxBuffer: 1e9 })
  return ended.status === 0 ? ended.stdout : undefined
}

describe('schedules in every zone', () => {
  const known = python(['zones'])
  const all: string[] = known === undefined ? [] : JSON.parse(known)
  const zones = isLong ? all.filter((zone) => findTimeZone(zone) !== undefined) : strange

  test('Python and Carrel know the same zones', ({ skip }) => {
    if (all.length === 0) skip(`python3 with zoneinfo and its zones is not installed`)
    const others = all.filter((zone) => findTimeZone(zone) === undefined)
    expect(others.filter((zone) => !/^(Factory|localtime|posixrules|posix\/|right\/)/.test(zone))).toEqual([])
  })

  test(`come when Python's calendar says, in ${isLong ? 'all' : strange.length} zones over ten years`, {
    timeout: isLong ? 3_600_000 : 180_000,
  }, ({ skip }) => {
    if (all.length === 0) skip('python3 with zoneinfo and its zones is not installed')
    const cases = zones.flatMap(casesOf)
    const told = python(
      [],
      JSON.stringify(cases.map((each) => ({ ...each, start, untilYear: untilYearOf(each.zone) }))),
    )
      ?.trim()
      .split('\n')
    expect(told).toHaveLength(cases.length)
    const ours = cases.map(reckon)
    const different = cases.filter((_, index) => ours[index] !== told?.[index])
    expect(different.map(({ zone, kind }) => `${kind} in ${zone}`)).toEqual([])
    const instants = ours.reduce((sum, line) => sum + Number(line.split(' ')[0]), 0)
    console.log(`${instants} instants of ${cases.length} schedules in ${zones.length} zones are the same`)
    expect(instants).toBeGreaterThan(cases.length * 100)
  })
})

/** In many short steps, as it is asked for: what falls between two of them would show. */
function reckon(one: Case): string {
  const schedule = scheduleOf(one)
  const end = Date.UTC(untilYearOf(one.zone), 0, 1)
  const found: number[] = []
  let after = Date.UTC(2014, 11, 1)
  for (;;) {
    const next = nextFirings(schedule, { acceptedAt: after, after, count: 97 }).filter((at) => at < end)
    if (next.length === 0) break
    found.push(...next.map((at) => at / 1_000))
    after = next.at(-1) ?? end
  }
  return `${found.length} ${createHash('sha256').update(found.join(',')).digest('hex')}`
}

function scheduleOf({ zone, kind, ...given }: Case): Schedule {
  const startAt = parseStartTime(start, zone, Date.UTC(2015, 0, 1))
  if (kind === 'cron') {
    const { minutes, hours, days, months, weekDays } = given
    const expression = [minutes, hours, days, months, weekDays].map((list) => list.join(',')).join(' ')
    return { kind: 'cron', fields: parseCron(expression), zone, startAt }
  }
  return {
    kind: 'recurrence',
    frequency: kind,
    interval: given.interval,
    zone,
    startAt,
    hours: given.hours,
    minutes: given.minutes,
    weekDays: kind === 'Week' ? given.weekDays : undefined,
    monthDays: kind === 'Month' ? given.monthDays : undefined,
  }
}
