// From the schedules a request asks for to those the compute keeps. One that was there stays the same schedule, by its id
// or by being equal: its id, what it counts from and what was skipped outlive an edit of the others.

import { randomUUID } from 'node:crypto'
import { ArmError, type ErrorDetail } from '../../../../base/errors.ts'
import { canonicalJson } from '../../../../base/json.ts'
import { parseStartTime } from '../../../../schedule/start-time.ts'
import { findTimeZone } from '../../../../schedule/time-zone.ts'
import type { ComputeSchedule } from './compute-schedule.ts'
import { firingsAfter } from './schedule-firings.ts'
import type { AskedSchedule } from './schedule-wire.ts'

export interface ScheduleRules {
  readonly now: number
  /** CI-51. */
  readonly most: number
  /** Where in the body the list is. */
  readonly path: string
}

/** Throws ArmError 400 with every fault. */
export function acceptSchedules(
  asked: readonly AskedSchedule[],
  before: readonly ComputeSchedule[],
  rules: ScheduleRules,
): ComputeSchedule[] {
  refuseFaults([
    ...tooMany(asked, rules),
    ...sameIds(asked, rules),
    ...asked.flatMap((each, at) => startFault(each, at, rules)),
  ])
  const kept = pairs(asked, before)
  const accepted = asked.map((each, index) => acceptOne(each, kept[index], rules.now))
  refuseFaults(accepted.flatMap((each, at) => neverFault(each, at, rules)))
  return accepted
}

/** Which of those before each one is. By id first: what is equal to another's old self may be that one, edited. */
function pairs(asked: readonly AskedSchedule[], before: readonly ComputeSchedule[]): (ComputeSchedule | undefined)[] {
  const left = new Set(before)
  const take = (fits: (schedule: ComputeSchedule) => boolean) => {
    const found = [...left].find(fits)
    if (found) left.delete(found)
    return found
  }
  const byId = asked.map(({ id }) => take((schedule) => schedule.id === id))
  return asked.map((each, index) => byId[index] ?? take((schedule) => isSame(schedule, each)))
}

function isSame(one: ComputeSchedule | AskedSchedule, other: ComputeSchedule | AskedSchedule): boolean {
  return one.action === other.action && canonicalJson(one.trigger) === canonicalJson(other.trigger)
}

function acceptOne(asked: AskedSchedule, before: ComputeSchedule | undefined, now: number): ComputeSchedule {
  const { action, isEnabled, trigger } = asked
  if (before && isSame(before, asked)) {
    const isWoken = isEnabled && !before.isEnabled
    return { ...before, isEnabled, activeSince: isWoken ? now : before.activeSince }
  }
  return { id: before?.id ?? randomUUID(), action, isEnabled, trigger, acceptedAt: now, activeSince: now }
}

function tooMany(asked: readonly AskedSchedule[], { most, path }: ScheduleRules): ErrorDetail[] {
  if (asked.length <= most) return []
  const message = `${path}: an instance has at most ${most} schedules, ${asked.length} were asked. Join some: a cron expression takes several hours and weekdays.`
  return [{ code: 'TooManySchedules', target: `${path}.${most}`, message }]
}

function sameIds(asked: readonly AskedSchedule[], { path }: ScheduleRules): ErrorDetail[] {
  return asked.flatMap(({ id }, index) => {
    const isSecond = id !== undefined && asked.findIndex((each) => each.id === id) < index
    return isSecond ? [fault(`${path}.${index}.id`, `'${id}' is another schedule's of this list`)] : []
  })
}

function startFault({ trigger }: AskedSchedule, index: number, { now, path }: ScheduleRules): ErrorDetail[] {
  const zone = findTimeZone(trigger.timeZone)
  if (trigger.startTime === undefined || zone === undefined) return []
  try {
    parseStartTime(trigger.startTime, zone, now)
    return []
  } catch (error) {
    return [fault(`${path}.${index}.${trigger.kind}.startTime`, error instanceof Error ? error.message : String(error))]
  }
}

/** It would be kept and do nothing. */
function neverFault(schedule: ComputeSchedule, index: number, { now, path }: ScheduleRules): ErrorDetail[] {
  if (firingsAfter(schedule, now, 1).length > 0) return []
  const place = schedule.trigger.kind === 'cron' ? 'cron.expression' : 'recurrence'
  return [fault(`${path}.${index}.${place}`, 'there is no such day, it never comes')]
}

function fault(target: string, message: string): ErrorDetail {
  return { code: 'InvalidSchedule', target, message: `${target}: ${message}.` }
}

function refuseFaults(faults: readonly ErrorDetail[]): void {
  const [first] = faults
  if (!first) return
  const { code, message, target } = first
  throw new ArmError(400, code, message, { ...(target === undefined ? {} : { target }), details: faults })
}
