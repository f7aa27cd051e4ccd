// What becomes of a job when an attempt at it is over: it has succeeded or failed, or is tried again. It is tried again
// once when its nodes were lost through nobody's wish, and as often as somebody takes them from it who wants it to be.

import type { ErrorDetail } from '../../base/errors.ts'
import type { Finding } from '../../store/store.ts'
import type { JobRun } from './ask-job.ts'
import type { JobObserved } from './job.ts'

export interface AttemptOver {
  readonly observed: JobObserved
  readonly findings: readonly Finding[]
}

const mostLost = 1

/** `begunAt`: when it was given its nodes. The node's clock tells how long it took, and no more. */
export function endedByItself(before: JobObserved, run: JobRun, { begunAt, now }: { begunAt: number; now: number }) {
  const startedAt = clamp(run.startedAt ?? begunAt, begunAt, now)
  const endedAt = clamp(run.endedAt ?? now, startedAt, now)
  const errors = errorsOf(run)
  return over({ ...before, startedAt, endedAt, exitCode: run.exitCode }, errors, now)
}

/** It ends without having run to its end. */
export function endedWith(before: JobObserved, error: ErrorDetail, now: number): AttemptOver {
  return over({ ...before, ...(before.startedAt === undefined ? {} : { endedAt: now }) }, [error], now)
}

export const terminated: ErrorDetail = { code: 'JobTerminated', message: 'The job was ended on request.' }

/** `wish`: what is to become of it, where a person took its node; undefined: nobody did. */
export function cutOff(
  before: JobObserved,
  wish: 'requeue' | 'terminate' | undefined,
  { why, now }: { why: string; now: number },
): AttemptOver {
  const lost = before.lost + (wish === undefined ? 1 : 0)
  if (wish === 'terminate') return endedWith(before, { code: 'NodeRemoved', message: why }, now)
  if (lost > mostLost) {
    const message = `${why} That was the second time: it is not tried again.`
    return endedWith({ ...before, lost }, { code: 'NodeLost', message }, now)
  }
  const { nodes } = before
  return {
    observed: { state: 'queued', since: now, ended: before.ended + 1, lost, nodes, errors: [] },
    findings: [{ cause: 'Requeued', message: `${why} The job is in the queue again.` }],
  }
}

function over(before: JobObserved, errors: readonly ErrorDetail[], now: number): AttemptOver {
  const { fault: _, ...told } = before
  const state = errors.length === 0 ? 'succeeded' : 'failed'
  const message = errors[0]?.message ?? 'The job ended with exit status 0.'
  return {
    observed: { ...told, state, since: now, ended: before.ended + 1, errors },
    findings: [{ cause: state === 'succeeded' ? 'JobSucceeded' : 'JobFailed', message }],
  }
}

function errorsOf({ reason, exitCode, message }: JobRun): ErrorDetail[] {
  if (reason === 'Terminated') return [terminated]
  if (reason === 'TimedOut')
    return [{ code: 'JobTimedOut', message: 'The job was ended: it took longer than its maxWallClockTime.' }]
  if (reason === 'NotStarted')
    return [
      { code: 'JobNotStarted', message: `The job could not be started: ${message ?? 'the node does not say why'}` },
    ]
  if (reason === 'PreparationFailed')
    return [{ code: 'JobPreparationFailed', message: `The job's preparation ended with exit status ${exitCode}.` }]
  return exitCode === 0 ? [] : [{ code: 'JobFailed', message: `The job ended with exit status ${exitCode}.` }]
}

function clamp(time: number, least: number, most: number): number {
  return Math.min(Math.max(time, least), Math.max(least, most))
}
