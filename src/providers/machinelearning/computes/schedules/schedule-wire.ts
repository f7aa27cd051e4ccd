// Schedules as clients send them (CI-57), and every fault a schedule has by itself. Two generations of the API and its
// clients meet here: the trigger's type comes once or twice, an hour alone or in a list, and a list that is empty is one
// that was not given.

import { z } from 'zod'
import { parseCron } from '../../../../schedule/parse-cron.ts'
import { findTimeZone } from '../../../../schedule/time-zone.ts'
import { anyCase } from '../any-case.ts'
import { type CronTrigger, frequencies, type RecurrenceTrigger, weekDays } from './compute-schedule.ts'

export interface AskedSchedule {
  /** As it was read before, of one that is edited; undefined: whatever is equal. */
  readonly id: string | undefined
  readonly action: 'Start' | 'Stop'
  readonly isEnabled: boolean
  readonly trigger: CronTrigger | RecurrenceTrigger
}

/** The longest interval of each frequency. */
const longest = {
  Second: 9_999_999,
  Minute: 72_000,
  Hour: 12_000,
  Day: 500,
  Week: 71,
  Month: 16,
  Year: 49,
} as const
/** Seconds: oftener no machine can be started or stopped. */
const shortest = 60
const triggerTypes = ['Cron', 'Recurrence'] as const

const timing = {
  startTime: z.string().max(60).nullish(),
  timeZone: z
    .string()
    .refine((name) => findTimeZone(name) !== undefined, { error: ({ input }) => noZone(String(input)) })
    .nullish(),
  triggerType: anyCase(triggerTypes).nullish(),
}

const cronSchema = z.strictObject({
  expression: z.string('is required').superRefine((text, context) => {
    const fault = faultOf(() => parseCron(text))
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault })
  }),
  ...timing,
})

const recurrenceSchema = z
  .strictObject({
    frequency: anyCase(frequencies),
    interval: z.int('must be a whole number').min(1, 'must be at least 1'),
    schedule: z
      .strictObject({
        hours: numbers(0, 23),
        minutes: numbers(0, 59),
        weekDays: listOf(anyCase(weekDays), 7),
        monthDays: numbers(-31, 31),
      })
      .nullish(),
    ...timing,
  })
  .superRefine(({ frequency, interval, schedule }, context) => {
    const fault = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (interval > longest[frequency])
      fault(['interval'], `must be at most ${longest[frequency]} when frequency is ${frequency}`)
    if (frequency === 'Second' && interval < shortest)
      fault(['interval'], `must be at least ${shortest} when frequency is Second`)
    for (const [name, meaningful] of Object.entries(meaningfulFor)) {
      const given = schedule?.[name as keyof typeof meaningfulFor] ?? []
      if (given.length > 0 && !meaningful.includes(frequency))
        fault(
          ['schedule', name],
          `means nothing when frequency is ${frequency}, only when it is ${meaningful.join(', ')}`,
        )
    }
    if (schedule?.monthDays?.includes(0)) fault(['schedule', 'monthDays'], '0 is no day; -1 is the last of the month')
  })

const meaningfulFor: Readonly<
  Record<'hours' | 'minutes' | 'weekDays' | 'monthDays', readonly (typeof frequencies)[number][]>
> = {
  hours: ['Day', 'Week', 'Month', 'Year'],
  minutes: ['Day', 'Week', 'Month', 'Year'],
  weekDays: ['Week'],
  monthDays: ['Month'],
}

const scheduleSchema = z
  .strictObject({
    id: z.string().max(100).nullish(),
    status: anyCase(['Enabled', 'Disabled']).nullish(),
    action: anyCase(['Start', 'Stop']),
    triggerType: anyCase(triggerTypes).nullish(),
    cron: cronSchema.nullish(),
    recurrence: recurrenceSchema.nullish(),
    /** Read-only, and what the API once had in place of the members above. */
    provisioningStatus: z.unknown().optional(),
    schedule: z.unknown().optional(),
  })
  .superRefine(({ triggerType, cron, recurrence }, context) => {
    const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    const type = triggerType ?? (cron ? 'Cron' : 'Recurrence')
    const [wanted, other] = type === 'Cron' ? (['cron', 'recurrence'] as const) : (['recurrence', 'cron'] as const)
    const given = { cron, recurrence }
    if (!given[wanted]) fault(wanted, `is required when triggerType is ${type}`)
    if (given[other]) fault(other, `does not belong to triggerType ${type}`)
    const inner = given[wanted]?.triggerType
    if (inner && inner !== type) fault(wanted, `says triggerType ${inner}, and the schedule ${type}`)
  })
  .transform(({ id, status, action, cron, recurrence }, context): AskedSchedule => {
    const trigger = cron ? cronOf(cron) : recurrence ? recurrenceOf(recurrence) : undefined
    if (trigger) return { id: id?.toLowerCase(), action, isEnabled: status !== 'Disabled', trigger }
    context.addIssue({ code: 'custom', message: 'has neither cron nor recurrence' })
    return z.NEVER
  })

/** `{ computeStartStop }`; null or absent: nothing is said about schedules. */
export const schedulesSchema = z.strictObject({ computeStartStop: z.array(scheduleSchema).max(1_000).nullish() })

/** A body that is about nothing else. */
export const scheduleListSchema = z.strictObject({
  computeStartStop: z.array(scheduleSchema, 'is required').max(1_000),
})

function cronOf({ expression, ...timing }: z.infer<typeof cronSchema>): CronTrigger {
  return { kind: 'cron', expression: expression.trim(), ...timingOf(timing) }
}

function recurrenceOf({
  frequency,
  interval,
  schedule,
  ...timing
}: z.infer<typeof recurrenceSchema>): RecurrenceTrigger {
  return {
    kind: 'recurrence',
    frequency,
    interval,
    hours: schedule?.hours ?? [],
    minutes: schedule?.minutes ?? [],
    weekDays: schedule?.weekDays ?? [],
    monthDays: schedule?.monthDays ?? [],
    ...timingOf(timing),
  }
}

function timingOf({
  startTime,
  timeZone,
}: {
  startTime?: string | null | undefined
  timeZone?: string | null | undefined
}) {
  return { timeZone: timeZone?.trim() ?? 'UTC', ...(startTime ? { startTime: startTime.trim() } : {}) }
}

/** One number is a list of one. */
function numbers(min: number, max: number) {
  const words = `must be whole numbers from ${min} to ${max}`
  return listOf(z.int(words).min(min, words).max(max, words), max - min + 1)
}

function listOf<T extends z.ZodType>(element: T, longestList: number) {
  const alone = (value: unknown) => (typeof value === 'number' || typeof value === 'string' ? [value] : value)
  return z.preprocess(alone, z.array(element).max(longestList)).nullish()
}

function noZone(name: string): string {
  return `'${name.slice(0, 60)}' is no time zone; use a Windows name such as 'W. Europe Standard Time', or an IANA name such as 'Europe/Berlin'`
}

function faultOf(parse: () => unknown): string | undefined {
  try {
    parse()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
