// What a compute's schedules do when they are due. A firing is taken like a person's start or stop at that moment: what is
// so already stays, and what is under way gives way to it. After a time in which nobody looked, only the latest firing
// counts, and only if it is not long ago: a machine that should have stopped at ten must not run all night for one minute
// of downtime, and one that should have stopped yesterday may be in use today.

import type { FiringRule } from '../../../../arm/resource-type.ts'
import { failedScript } from '../../../../fleet/node-setup.ts'
import type { Firing, FiringStep } from '../../../../store/store.ts'
import type { ComputeRecord } from '../lifecycle.ts'
import type { Compute, ComputeStatus } from '../model.ts'
import { start, stop } from '../power-actions.ts'
import { scriptTimeMs } from '../scripts/script-time.ts'
import type { ComputeSchedule } from './compute-schedule.ts'
import { nextFiring } from './schedule-firings.ts'

const latestMs = 15 * 60_000

export const computeFiring: FiringRule<Compute, ComputeStatus> = { next: soonest, fire }

/** Of all schedules, after `after`. */
function soonest({ schedules = [] }: Compute, after: number): number | undefined {
  const instants = schedules.flatMap((schedule) => nextFiring(schedule, after) ?? [])
  return instants.length === 0 ? undefined : Math.min(...instants)
}

function fire(record: ComputeRecord, now: number): Firing {
  const { schedules = [] } = record.desired
  const from = Math.max((record.firesAt ?? now) - 1, now - latestMs - 1)
  const due = schedules.flatMap((schedule) => dueBetween(schedule, from, now))
  const at = Math.max(...due.map((each) => each.at))
  const actions = due.filter((each) => each.at === at).map(({ schedule }) => schedule.action)
  return {
    ...stepsOf(record, actions),
    firesAt: soonest(record.desired, now),
    findings: due.length === 0 ? missed(record) : [],
  }
}

function dueBetween(schedule: ComputeSchedule, from: number, until: number) {
  const due: { schedule: ComputeSchedule; at: number }[] = []
  let at = nextFiring(schedule, from)
  while (at !== undefined && at <= until) {
    due.push({ schedule, at })
    at = nextFiring(schedule, at)
  }
  return due
}

/** In the order of the list; the same asked for twice in a row is asked for once. */
function stepsOf(
  record: ComputeRecord,
  actions: readonly ComputeSchedule['action'][],
): Pick<Firing, 'desired' | 'steps'> {
  let current = record
  const steps: FiringStep[] = []
  for (const [index, action] of actions.entries()) {
    if (actions[index - 1] === action) continue
    const { verb, deadlineMs, apply } = action === 'Start' ? start : stop
    const isSo = current.desired.power === (action === 'Start' ? 'running' : 'stopped') && !isFailed(current)
    if (!isSo) current = { ...current, desired: apply(current, () => undefined), failure: undefined }
    steps.push({ verb, deadlineMs: deadlineMs + scriptTimeMs(current.desired), isChange: !isSo })
  }
  return { desired: current.desired, steps }
}

/** What is up is left alone though a script of its failed: somebody may be at work in it, mending that. */
function isFailed({ desired, observed, failure }: ComputeRecord): boolean {
  const isUp = desired.power === 'running' && observed?.phase === 'running' && observed.boot === desired.boot
  return failure !== undefined && !(isUp && failedScript(observed?.setup) !== undefined)
}

function missed({ desired, firesAt = 0 }: ComputeRecord): Firing['findings'] {
  const { action = 'Stop' } = desired.schedules?.find((schedule) => nextFiring(schedule, firesAt - 1) === firesAt) ?? {}
  const minutes = latestMs / 60_000
  return [
    {
      cause: 'ScheduleMissed',
      message: `The ${action} due at ${new Date(firesAt).toISOString()} was missed: Carrel did not run then, nor in the ${minutes} minutes after.`,
      nextStep: `${action} it now if it is still wanted. The next firing of the schedule is not affected.`,
    },
  ]
}
