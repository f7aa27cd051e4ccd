// `compute schedule add`: by a time of day and days, as people say it, or by a cron expression.

import type { ApiCommand } from '../../frame/api-command.ts'
import { CliFailure } from '../../frame/cli-failure.ts'
import { exitCodes } from '../../frame/exit-codes.ts'
import type { Invocation } from '../../frame/invocation.ts'
import { computeNames } from '../read-compute.ts'
import { changeSchedules } from './schedule-document.ts'

const weekDays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

export const addSchedule: ApiCommand = {
  usage: 'add <name> <action>',
  summary: 'Add a schedule that starts or stops an instance',
  options: [
    { flags: '--at <time>', summary: 'time of day, as 18:00' },
    { flags: '--days <day...>', summary: 'with --at: only on these, as mon tue fri (default: every day)' },
    { flags: '--cron <expression>', summary: 'five fields: minute hour day month weekday (0 is Sunday)' },
    { flags: '--time-zone <zone>', summary: 'Windows or IANA name (default: of this machine)' },
    { flags: '--start-time <time>', summary: 'not before, as 2026-12-01T00:00:00' },
    { flags: '--disabled', summary: 'keep it, and let it do nothing until it is enabled' },
  ],
  examples: [
    'carrel compute schedule add desk stop --at 18:00 --days mon tue wed thu',
    "carrel compute schedule add desk start --cron '0 9 * * 1-5' --time-zone 'W. Europe Standard Time'",
  ],
  completes: { name: computeNames, action: async () => ['start', 'stop'] },
  async run(invocation) {
    const session = await invocation.session()
    const name = invocation.argument('name')
    const added = {
      action: invocation.argument('action'),
      status: invocation.isOn('disabled') ? 'Disabled' : 'Enabled',
      ...triggerOf(invocation),
    }
    await changeSchedules(session, name, (schedules) => [...schedules, added])
    invocation.say(`Added. What comes next: carrel compute schedule next ${name}`)
  },
}

function triggerOf(invocation: Invocation) {
  const [at, expression, startTime] = ['at', 'cron', 'start-time'].map((name) => invocation.option(name))
  const days = invocation.options('days')
  const timeZone = invocation.option('time-zone') ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const timing = { timeZone, ...(startTime === undefined ? {} : { startTime }) }
  if ((at === undefined) === (expression === undefined))
    throw badUsage('Say when, by --at or by --cron.', 'for example --at 18:00 --days mon tue wed thu fri')
  if (expression !== undefined) {
    if (days.length > 0) throw badUsage('--days goes with --at.', 'a cron expression has its days in its fields')
    return { triggerType: 'Cron', cron: { expression, ...timing } }
  }
  const times = timeOf(at ?? '')
  const recurrence =
    days.length === 0
      ? { frequency: 'Day', schedule: times }
      : { frequency: 'Week', schedule: { ...times, weekDays: days.flatMap((text) => text.split(',')).map(dayOf) } }
  return { triggerType: 'Recurrence', recurrence: { interval: 1, ...recurrence, ...timing } }
}

function timeOf(text: string): { hours: number[]; minutes: number[] } {
  const [, hour, minute] = /^(\d{1,2}):(\d\d)$/.exec(text) ?? []
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59)
    throw badUsage(`'${text}' is no time of day.`, 'write it as 18:00')
  return { hours: [Number(hour)], minutes: [Number(minute)] }
}

function dayOf(text: string): string {
  const found = weekDays.find((day) => text.length >= 2 && day.toLowerCase().startsWith(text.toLowerCase()))
  if (found !== undefined) return found
  throw badUsage(`'${text}' is no day of the week.`, 'write them as mon tue wed thu fri sat sun')
}

function badUsage(message: string, nextStep: string): CliFailure {
  return new CliFailure(message, nextStep, exitCodes.badUsage)
}
