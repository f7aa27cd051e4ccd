// `compute schedule next` and `skip`: what the schedules will do, and one time that they will not.

import type { ApiCommand } from '../../frame/api-command.ts'
import { computeVersion } from '../compute-document.ts'
import { computeId, computeNames, readCompute } from '../read-compute.ts'
import { findSchedule, readSchedules } from './schedule-document.ts'

interface FiringDocument {
  readonly time: string
  readonly localTime: string
  readonly timeZone: string
  readonly action: string
  readonly scheduleId: string
  readonly isSkipped: boolean
}

export const nextFirings: ApiCommand = {
  usage: 'next <name>',
  summary: 'Show the next ten times at which an instance is started or stopped',
  examples: ['carrel compute schedule next desk'],
  completes: { name: computeNames },
  async run(invocation) {
    const session = await invocation.session()
    const name = invocation.argument('name')
    await readCompute(session, name)
    const firings = await session.list<FiringDocument>(`${computeId(session, name)}/nextFirings?${computeVersion}`)
    invocation.showList(firings, {
      columns: [
        { title: 'TIME', cell: ({ time }) => time.replace('.000Z', 'Z') },
        { title: 'LOCAL TIME', cell: ({ localTime }) => localTime.replace('T', ' ') },
        { title: 'TIME ZONE', cell: ({ timeZone }) => timeZone },
        { title: 'ACTION', cell: ({ action }) => action },
        { title: 'NOTE', cell: ({ isSkipped }) => (isSkipped ? 'skipped' : '') },
      ],
      empty: `Nothing is going to start or stop '${name}'. Add a schedule: carrel compute schedule add ${name} stop --at 18:00`,
    })
  },
}

export const skipFiring: ApiCommand = {
  usage: 'skip <name> <schedule>',
  summary: 'Pass over the next time of one schedule, by its number in the list or its id',
  options: [{ flags: '--undo', summary: 'do not pass over it after all' }],
  examples: ['carrel compute schedule skip desk 1', 'carrel compute schedule skip desk 1 --undo'],
  completes: { name: computeNames },
  async run(invocation) {
    const session = await invocation.session()
    const name = invocation.argument('name')
    const { id } = findSchedule(await readSchedules(session, name), invocation.argument('schedule'), name)
    const isSkipped = !invocation.isOn('undo')
    await session.call('POST', `${computeId(session, name)}/skipNextFiring?${computeVersion}`, {
      scheduleId: id,
      isSkipped,
    })
    invocation.say(isSkipped ? 'Its next time is skipped.' : 'Its next time is not skipped.')
  },
}
