import type { ApiCommand } from '../../frame/api-command.ts'
import { computeNames } from '../read-compute.ts'
import { readSchedules, type ScheduleDocument } from './schedule-document.ts'

export const listSchedules: ApiCommand = {
  usage: 'list <name>',
  summary: 'List the schedules of an instance',
  examples: ['carrel compute schedule list desk'],
  completes: { name: computeNames },
  async run(invocation) {
    const name = invocation.argument('name')
    const schedules = await readSchedules(await invocation.session(), name)
    invocation.showList(schedules, {
      columns: [
        { title: 'NUMBER', cell: (schedule) => schedules.indexOf(schedule) + 1 },
        { title: 'ACTION', cell: ({ action }) => action },
        { title: 'WHEN', cell: whenOf },
        { title: 'TIME ZONE', cell: ({ cron, recurrence }) => (cron ?? recurrence)?.timeZone },
        { title: 'FROM', cell: ({ cron, recurrence }) => (cron ?? recurrence)?.startTime },
        { title: 'STATUS', cell: ({ status }) => status },
        { title: 'ID', cell: ({ id }) => id },
      ],
      empty: `No schedules. Add one: carrel compute schedule add ${name} stop --at 18:00`,
    })
  },
}

/** `0 18 * * 1-5`, or `every 2 weeks on Monday at 08:00`. */
function whenOf({ cron, recurrence }: ScheduleDocument): string {
  if (cron) return cron.expression
  if (!recurrence) return ''
  const { frequency, interval, schedule } = recurrence
  const unit = frequency.toLowerCase()
  const days = [...(schedule?.weekDays ?? []), ...(schedule?.monthDays ?? [])].join(', ')
  return [
    interval === 1 ? `every ${unit}` : `every ${interval} ${unit}s`,
    ...(days === '' ? [] : [`on ${days}`]),
    ...(schedule ? timesOf(schedule) : []),
  ].join(' ')
}

function timesOf({ hours, minutes }: { hours: readonly number[]; minutes: readonly number[] }): string[] {
  if (hours.length === 0 && minutes.length === 0) return []
  const two = (value: number | undefined) => (value === undefined ? '··' : String(value).padStart(2, '0'))
  const each = <T>(list: readonly T[]): readonly (T | undefined)[] => (list.length === 0 ? [undefined] : list)
  return [
    `at ${each(hours)
      .flatMap((hour) => each(minutes).map((minute) => `${two(hour)}:${two(minute)}`))
      .join(', ')}`,
  ]
}
