// Beside Azure: one firing is passed over, for the evening somebody stays longer. The schedule goes on as it is.

import { z } from 'zod'
import { readBody } from '../../../../arm/read-body.ts'
import type { ChangeAction } from '../../../../arm/resource-type.ts'
import { ArmError } from '../../../../base/errors.ts'
import type { Compute, ComputeStatus } from '../model.ts'
import type { ComputeSchedule } from './compute-schedule.ts'
import { firingsAfter } from './schedule-firings.ts'
import type { ScheduleSettings } from './schedule-settings.ts'

/** `isSkipped: false` takes it back. */
const bodySchema = z.strictObject({ scheduleId: z.string('is required'), isSkipped: z.boolean().default(true) })

/** Who may change the schedules may do this: it is less. Asked twice it skips the same firing. */
export function skipNextFiring({ clock }: ScheduleSettings): ChangeAction<Compute, ComputeStatus> {
  return {
    kind: 'change',
    verb: 'Update',
    deadlineMs: 10 * 60_000,
    isAtOnce: true,
    permission: 'updateSchedules/action',
    apply({ desired, name }, body) {
      const { scheduleId, isSkipped } = readBody(bodySchema, body() ?? {})
      const id = scheduleId.toLowerCase()
      const found = desired.schedules?.find((schedule) => schedule.id === id)
      if (!found?.isEnabled) throw cannotSkip(found, { name, scheduleId })
      const [skippedAt] = isSkipped ? firingsAfter(found, Math.max(clock.now(), found.activeSince), 1) : []
      const { skippedAt: _before, ...rest } = found
      const next = skippedAt === undefined ? rest : { ...rest, skippedAt }
      return { ...desired, schedules: desired.schedules?.map((each) => (each === found ? next : each)) ?? [] }
    },
  }
}

function cannotSkip(found: ComputeSchedule | undefined, asked: { name: string; scheduleId: string }): ArmError {
  const target = 'scheduleId'
  if (found)
    return new ArmError(400, 'ScheduleDisabled', `The schedule '${found.id}' is disabled: there is nothing to skip.`, {
      target,
    })
  return new ArmError(
    400,
    'ScheduleNotFound',
    `'${asked.name}' has no schedule '${asked.scheduleId.slice(0, 60)}'. The ids are in its properties.properties.schedules.`,
    { target },
  )
}
