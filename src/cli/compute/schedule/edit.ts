// `compute schedule remove`, `enable` and `disable`.

import type { ApiCommand } from '../../frame/api-command.ts'
import { computeNames } from '../read-compute.ts'
import { findSchedule, readSchedules, type ScheduleDocument, writeSchedules } from './schedule-document.ts'

export const removeSchedule = edit('remove', 'Remove a schedule', 'Removed', () => [])
export const enableSchedule = edit('enable', 'Let a schedule fire again', 'Enabled', (schedule) => [
  { ...schedule, status: 'Enabled' },
])
export const disableSchedule = edit('disable', 'Keep a schedule, and do not let it fire', 'Disabled', (schedule) => [
  { ...schedule, status: 'Disabled' },
])

function edit(
  verb: string,
  summary: string,
  ...[done, become]: [string, (schedule: ScheduleDocument) => ScheduleDocument[]]
): ApiCommand {
  return {
    usage: `${verb} <name> <schedule>`,
    summary: `${summary}, by its number in the list or its id`,
    examples: [`carrel compute schedule ${verb} desk 2`],
    completes: { name: computeNames },
    async run(invocation) {
      const session = await invocation.session()
      const name = invocation.argument('name')
      const schedules = await readSchedules(session, name)
      const found = findSchedule(schedules, invocation.argument('schedule'), name)
      await writeSchedules(
        session,
        name,
        schedules.flatMap((each) => (each === found ? become(each) : [each])),
      )
      invocation.say(`${done}. What comes next: carrel compute schedule next ${name}`)
    },
  }
}
