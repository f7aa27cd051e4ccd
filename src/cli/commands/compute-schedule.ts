// `compute schedule`: when an instance starts and stops by itself.

import type { Command } from 'commander'
import { addSchedule } from '../compute/schedule/add.ts'
import { disableSchedule, enableSchedule, removeSchedule } from '../compute/schedule/edit.ts'
import { listSchedules } from '../compute/schedule/list.ts'
import { nextFirings, skipFiring } from '../compute/schedule/next.ts'
import { apiCommand } from '../frame/api-command.ts'

export function scheduleCommands(compute: Command): void {
  const schedule = compute.command('schedule').description('When an instance starts and stops by itself')
  const declarations = [listSchedules, addSchedule, removeSchedule, enableSchedule, disableSchedule, nextFirings]
  for (const declaration of [...declarations, skipFiring]) apiCommand(schedule, declaration)
}
