// `compute schedule remove`, `enable` and `disable`.

import type { ApiCommand } from '../../frame/api-command.ts'
import { computeNames } from '../read-compute.ts'
import { changeSchedules, findSchedule, readSchedules, type ScheduleDocument } from './schedule-document.ts'

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
      const asked = invocation.argument('schedule')
      // A number is that of the list as it was seen; what it means must not change with the list.
      const { id } = findSchedule(await readSchedules(session, name), asked, name)
      await changeSchedules(session, name, (schedules) => {
        const found = findSchedule(schedules, id, name)
        return schedules.flatMap((each) => (each === found ? become(each) : [each]))
      })
      invocation.say(`${done}. What comes next: carrel compute schedule next ${name}`)
    },
  }
}
