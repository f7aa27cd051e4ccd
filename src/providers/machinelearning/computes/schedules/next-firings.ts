// Beside Azure: what the schedules will do next.

import type { AnswerAction } from '../../../../arm/resource-type.ts'
import { localTime } from '../../../../schedule/instants.ts'
import { findTimeZone } from '../../../../schedule/time-zone.ts'
import type { Compute, ComputeStatus } from '../model.ts'
import type { ComputeSchedule } from './compute-schedule.ts'
import { firingsAfter } from './schedule-firings.ts'
import type { ScheduleSettings } from './schedule-settings.ts'

const count = 10

/** Of all enabled schedules together, in the order in which they happen; those to be skipped say so. */
export function nextFirings({ clock }: ScheduleSettings): AnswerAction<Compute, ComputeStatus> {
  return {
    kind: 'answer',
    method: 'GET',
    permission: 'read',
    async answer({ record }) {
      const now = clock.now()
      const all = (record.desired.schedules ?? []).filter(({ isEnabled }) => isEnabled)
      const firings = all.flatMap((schedule) => firingsOf(schedule, now)).toSorted((a, b) => a.at - b.at)
      return {
        value: firings.slice(0, count).map(({ at, ...told }) => ({ time: new Date(at).toISOString(), ...told })),
      }
    },
  }
}

function firingsOf(schedule: ComputeSchedule, now: number) {
  const { id, action, trigger, skippedAt, activeSince } = schedule
  const zone = findTimeZone(trigger.timeZone) ?? 'UTC'
  return firingsAfter(schedule, Math.max(now, activeSince), count).map((at) => ({
    at,
    localTime: localTime(at, zone).toString({ smallestUnit: 'second' }),
    timeZone: trigger.timeZone,
    action,
    scheduleId: id,
    isSkipped: at === skippedAt,
  }))
}
