import { type Schedule, type WeekDay, weekDays } from './schedule.ts'

const hoursInWeek = 7 * 24

/**
 * Hours of a week in which it runs, if nobody else starts or stops it; undefined: that cannot be told, because a schedule
 * is written in another way, or in another zone than the rest, or because people are to start what schedules stop.
 */
export function weekHours(schedules: readonly Schedule[], isCreatedStopped: boolean): number | undefined {
  const enabled = schedules.filter(({ isEnabled }) => isEnabled)
  const weekly = enabled.flatMap(({ action, timing }) => (timing.kind === 'weekly' ? [{ action, timing }] : []))
  const zones = new Set(weekly.map(({ timing }) => timing.timeZone))
  if (weekly.length < enabled.length || zones.size > 1) return undefined
  const firings = weekly
    .flatMap(({ action, timing }) => timing.days.map((day) => ({ action, at: hourOf(day, timing.time) })))
    .toSorted((a, b) => a.at - b.at || (a.action === 'Stop' ? -1 : 1))
  if (firings.length > 0 && !firings.some(({ action }) => action === 'Start')) return undefined
  const [last] = firings.slice(-1)
  if (last === undefined) return isCreatedStopped ? 0 : hoursInWeek
  // A week begins as the one before it ended.
  let [isRunning, since, hours] = [last.action === 'Start', 0, 0]
  for (const { action, at } of firings) {
    if (isRunning) hours += at - since
    isRunning = action === 'Start'
    since = at
  }
  return isRunning ? hours + hoursInWeek - since : hours
}

/** After Monday began. */
function hourOf(day: WeekDay, time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return weekDays.indexOf(day) * 24 + hour + minute / 60
}
