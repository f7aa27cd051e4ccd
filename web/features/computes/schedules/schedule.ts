// Schedules as the pages edit them (CI-50, CI-53): days and a time in a zone. What was written otherwise, as a cron line or
// as a recurrence of another kind, is kept as it is, shown, switched on and off, and removed. Pure.

export const weekDays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
export type WeekDay = (typeof weekDays)[number]

export const dayWords: Readonly<Record<WeekDay, { readonly short: string; readonly long: string }>> = {
  Monday: { short: 'Mon', long: 'Monday' },
  Tuesday: { short: 'Tue', long: 'Tuesday' },
  Wednesday: { short: 'Wed', long: 'Wednesday' },
  Thursday: { short: 'Thu', long: 'Thursday' },
  Friday: { short: 'Fri', long: 'Friday' },
  Saturday: { short: 'Sat', long: 'Saturday' },
  Sunday: { short: 'Sun', long: 'Sunday' },
}
export const actionWords: Readonly<Record<string, string>> = { Start: 'Start', Stop: 'Stop' }

export interface Schedule {
  readonly id: string | undefined
  readonly action: 'Start' | 'Stop'
  readonly isEnabled: boolean
  readonly timing: WeeklyTiming | OtherTiming
}

export interface WeeklyTiming {
  readonly kind: 'weekly'
  readonly days: readonly WeekDay[]
  /** `HH:MM`. */
  readonly time: string
  readonly timeZone: string
  /** Before which nothing happens, as the server sent it. */
  readonly startTime?: string
}

export interface OtherTiming {
  readonly kind: 'other'
  /** The members as the server sent them. */
  readonly wire: Readonly<Record<string, unknown>>
  /** For a person: the cron expression, or the frequency. */
  readonly words: string
}

/** On Azure no instance has more (CI-51). */
export const mostSchedules = 4

export interface WireSchedule {
  readonly id?: string
  readonly action: 'Start' | 'Stop'
  readonly status?: string
  readonly triggerType?: string
  readonly cron?: { readonly expression: string; readonly timeZone?: string }
  readonly recurrence?: {
    readonly frequency: string
    readonly interval: number
    readonly timeZone?: string
    readonly startTime?: string
    readonly schedule?: {
      readonly hours?: readonly number[]
      readonly minutes?: readonly number[]
      readonly weekDays?: readonly string[]
      readonly monthDays?: readonly number[]
    }
  }
}

export function readSchedule(wire: WireSchedule): Schedule {
  return {
    id: wire.id,
    action: wire.action,
    isEnabled: wire.status !== 'Disabled',
    timing: weeklyIn(wire) ?? otherIn(wire),
  }
}

function weeklyIn({ recurrence }: WireSchedule): WeeklyTiming | undefined {
  const { frequency, interval, startTime, schedule, timeZone = 'UTC' } = recurrence ?? { frequency: '', interval: 0 }
  const { hours = [], minutes = [], weekDays: days = [] } = schedule ?? {}
  const [hour, ...moreHours] = hours
  const [minute = 0, ...moreMinutes] = minutes
  const isPlain = interval === 1 && moreHours.length + moreMinutes.length === 0
  if (!isPlain || hour === undefined || minutes.length === 0) return undefined
  if (frequency !== 'Day' && (frequency !== 'Week' || days.length === 0)) return undefined
  const chosen = frequency === 'Day' ? weekDays : weekDays.filter((day) => days.includes(day))
  const time = `${twoDigits(hour)}:${twoDigits(minute)}`
  return { kind: 'weekly', days: chosen, time, timeZone, ...(startTime === undefined ? {} : { startTime }) }
}

function otherIn({ triggerType, cron, recurrence }: WireSchedule): OtherTiming {
  const zone = cron?.timeZone ?? recurrence?.timeZone ?? 'UTC'
  const words = cron === undefined ? `${recurrence?.frequency ?? ''} × ${recurrence?.interval ?? ''}` : cron.expression
  return { kind: 'other', wire: { triggerType, cron, recurrence }, words: `${words} (${zone})` }
}

export function writeSchedule({ id, action, isEnabled, timing }: Schedule): Record<string, unknown> {
  const common = { ...(id === undefined ? {} : { id }), action, status: isEnabled ? 'Enabled' : 'Disabled' }
  if (timing.kind === 'other') return { ...common, ...timing.wire }
  const [hour, minute] = timing.time.split(':').map(Number)
  const schedule = { hours: [hour], minutes: [minute], weekDays: timing.days }
  return {
    ...common,
    triggerType: 'Recurrence',
    recurrence: {
      ...{ frequency: 'Week', interval: 1, timeZone: timing.timeZone, schedule },
      ...(timing.startTime === undefined ? {} : { startTime: timing.startTime }),
    },
  }
}

/** What is wrong with a list of them, as an English sentence; undefined: nothing. */
export function scheduleFault(schedules: readonly Schedule[]): string | undefined {
  if (schedules.length > mostSchedules) return 'An instance has at most 4 schedules.'
  const weekly = schedules.map(({ timing }) => timing).filter((timing) => timing.kind === 'weekly')
  if (weekly.some(({ days }) => days.length === 0)) return 'Choose at least one day.'
  return weekly.some(({ time }) => !/^\d\d:\d\d$/.test(time)) ? 'Give each schedule a time.' : undefined
}

export function newSchedule(action: Schedule['action']): Schedule {
  const time = action === 'Stop' ? '18:00' : '09:00'
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return {
    id: undefined,
    action,
    isEnabled: true,
    timing: { kind: 'weekly', days: weekDays.slice(0, 5), time, timeZone },
  }
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
