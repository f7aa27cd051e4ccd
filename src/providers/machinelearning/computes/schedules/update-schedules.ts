// CI-54, CI-109: the whole list of schedules is replaced, by whoever may do that and perhaps nothing else.

import { readBody } from '../../../../arm/read-body.ts'
import type { ChangeAction } from '../../../../arm/resource-type.ts'
import type { Compute, ComputeStatus } from '../model.ts'
import { acceptSchedules } from './accept-schedules.ts'
import type { ScheduleSettings } from './schedule-settings.ts'
import { scheduleListSchema } from './schedule-wire.ts'

export function updateSchedules({ clock, most }: ScheduleSettings): ChangeAction<Compute, ComputeStatus> {
  return {
    kind: 'change',
    verb: 'Update',
    deadlineMs: 10 * 60_000,
    isAtOnce: true,
    apply({ desired }, body) {
      const { computeStartStop } = readBody(scheduleListSchema, body() ?? {})
      const rules = { now: clock.now(), most, path: 'computeStartStop' }
      return { ...desired, schedules: acceptSchedules(computeStartStop, desired.schedules ?? [], rules) }
    },
  }
}
