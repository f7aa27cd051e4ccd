// Schedules as the API answers them, and how a person names one: by its number in the list, or by its id.

import { CliFailure } from '../../frame/cli-failure.ts'
import { exitCodes } from '../../frame/exit-codes.ts'
import type { Session } from '../../session/session.ts'
import { changeList } from '../change-list.ts'
import { readCompute } from '../read-compute.ts'

export interface ScheduleDocument {
  readonly id: string
  readonly action: string
  readonly status: string
  readonly triggerType: string
  readonly cron?: { readonly expression: string; readonly timeZone: string; readonly startTime?: string }
  readonly recurrence?: {
    readonly frequency: string
    readonly interval: number
    readonly timeZone: string
    readonly startTime?: string
    readonly schedule?: {
      readonly hours: readonly number[]
      readonly minutes: readonly number[]
      readonly weekDays?: readonly string[]
      readonly monthDays?: readonly number[]
    }
  }
}

export async function readSchedules(session: Session, name: string): Promise<readonly ScheduleDocument[]> {
  const compute = await readCompute(session, name)
  return compute.properties.properties.schedules.computeStartStop
}

/** `change` is called again when somebody else changed the instance meanwhile. */
export async function changeSchedules(
  session: Session,
  name: string,
  change: (schedules: readonly ScheduleDocument[]) => readonly unknown[],
): Promise<void> {
  await changeList(session, { name, action: 'updateSchedules' }, ({ properties }) => ({
    computeStartStop: change(properties.properties.schedules.computeStartStop),
  }))
}

/** Throws `CliFailure` when there is none of this number or id. */
export function findSchedule(schedules: readonly ScheduleDocument[], asked: string, name: string): ScheduleDocument {
  const byNumber = /^\d{1,3}$/.test(asked) ? schedules[Number(asked) - 1] : undefined
  const found = byNumber ?? schedules.find(({ id }) => id === asked.toLowerCase())
  if (found) return found
  throw new CliFailure(
    `'${name}' has no schedule '${asked}'.`,
    `"carrel compute schedule list ${name}" shows them with their numbers`,
    exitCodes.notFound,
  )
}
