import type { ComputeSchedule } from './compute-schedule.ts'

/** In canonical case; what was not given is left out, except where the published shape requires a list. */
export function renderSchedules(schedules: readonly ComputeSchedule[]) {
  return { computeStartStop: schedules.map(renderSchedule) }
}

function renderSchedule({ id, action, isEnabled, trigger }: ComputeSchedule) {
  const common = {
    id,
    provisioningStatus: 'Completed',
    status: isEnabled ? 'Enabled' : 'Disabled',
    action,
    triggerType: trigger.kind === 'cron' ? 'Cron' : 'Recurrence',
  }
  const { timeZone, startTime } = trigger
  const timing = { ...(startTime === undefined ? {} : { startTime }), timeZone }
  if (trigger.kind === 'cron') return { ...common, cron: { ...timing, expression: trigger.expression } }
  const { frequency, interval, hours, minutes, weekDays, monthDays } = trigger
  const more = { ...(weekDays.length > 0 ? { weekDays } : {}), ...(monthDays.length > 0 ? { monthDays } : {}) }
  return {
    ...common,
    // A client fails on a recurrence without a schedule, and on one without these lists.
    recurrence: { frequency, interval, ...timing, schedule: { hours, minutes, ...more } },
  }
}
