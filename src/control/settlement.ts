// From what a reconcile answered or threw to what is written. Pure, so that every branch is a table row in its test.

import { type ErrorDetail, TerminalError } from '../base/errors.ts'
import type { Failure, ResourceRecord } from '../store/records.ts'
import type { Change, Finding, Settlement } from '../store/store.ts'
import { backoffMs } from './backoff.ts'
import { isNode } from './delete-contents.ts'
import type { Outcome, Progress } from './reconcile.ts'

/** Attempts after which a retried error is told in the timeline: earlier ones are noise, later ones repetition. */
const toldAfterAttempts = 3

export function settlementOf(record: ResourceRecord, outcome: Outcome<unknown>, now: number): Settlement {
  if (outcome === 'gone') return { ...unchanged(record, now), isGone: true, changes: [wakeParent(record)] }
  if (outcome.failure) return failed(record, outcome, now)
  const isConverged = outcome.requeueAfterMs === undefined || outcome.isTrue === true
  return {
    ...unchanged(record, now),
    observed: outcome.observed,
    isConverged,
    failure: isConverged ? undefined : currentFailure(record),
    dueAt: outcome.requeueAfterMs === undefined ? undefined : now + outcome.requeueAfterMs,
    attempts: 0,
    phases: outcome.phases,
    changes: outcome.changes ?? [],
    findings: outcome.findings ?? [],
    ...(outcome.queued === undefined ? {} : { queued: outcome.queued }),
  }
}

export function settlementOfError(record: ResourceRecord, error: unknown, now: number): Settlement {
  // A deletion has no other change to wait for: whatever it meets, it is tried again.
  if (error instanceof TerminalError && record.deletedAt === undefined) {
    return {
      ...unchanged(record, now),
      failure: failureOf(record, { code: error.code, message: error.message, nextStep: error.nextStep }),
      changes: [wakeParent(record)],
    }
  }
  const attempts = record.attempts + 1
  return {
    ...unchanged(record, now),
    failure: currentFailure(record),
    dueAt: now + backoffMs(record.attempts),
    attempts,
    findings: attempts === toldAfterAttempts ? [retrying(record, error)] : [],
  }
}

function failed(record: ResourceRecord, progress: Progress<unknown>, now: number): Settlement {
  const failure = progress.failure && failureOf(record, { nextStep: undefined, ...progress.failure })
  return {
    ...unchanged(record, now),
    observed: progress.observed,
    failure,
    dueAt: progress.requeueAfterMs === undefined ? undefined : now + progress.requeueAfterMs,
    phases: progress.phases,
    changes: progress.changes ?? [],
    findings: progress.findings ?? [],
  }
}

function unchanged(record: ResourceRecord, now: number): Settlement {
  return {
    at: now,
    observed: record.observed,
    isConverged: false,
    failure: undefined,
    isGone: false,
    dueAt: undefined,
    attempts: 0,
    phases: undefined,
    changes: [],
    findings: [],
  }
}

function failureOf(record: ResourceRecord, failure: ErrorDetail & { nextStep: string | undefined }): Failure {
  const { nextStep, ...error } = failure
  return { generation: record.generation, error, nextStep }
}

function currentFailure(record: ResourceRecord): Failure | undefined {
  return record.failure?.generation === record.generation ? record.failure : undefined
}

/** What a row ends in concerns whoever waits for it: a fleet for its nodes, a group for what it holds. */
function wakeParent(record: ResourceRecord): Change {
  return { kind: 'wake', key: record.parentKey }
}

/** A node has no timeline that anybody looks at; what it waits for, its fleet waits for. */
function retrying(record: ResourceRecord, error: unknown): Finding {
  return {
    ...(isNode(record) ? { key: record.parentKey } : {}),
    cause: 'Retrying',
    message: error instanceof Error ? error.message : String(error),
    nextStep: [
      ...(error instanceof TerminalError && error.nextStep !== undefined ? [error.nextStep] : []),
      'Carrel goes on trying.',
    ].join(' '),
  }
}
