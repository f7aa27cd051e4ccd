// A job's own reconcile: it runs the job where its pool has placed it, and collects how it ended. It decides neither where
// nor when. Promise: whatever is killed meanwhile, an attempt starts once and its end is read from the node that wrote it
// down; another attempt begins only when the one before cannot run any more.

import type { Outcome, Reconcile, ReconcileContext } from '../../control/reconcile.ts'
import type { ResourceRecord } from '../../store/records.ts'
import type { PoolObserved } from '../pool/pool.ts'
import { type AttemptOver, endedWith, terminated } from './end-of-job.ts'
import { freshJob, isOver, type JobObserved, type JobRecord, type JobType } from './job.ts'
import { type Attempt, runAttempt } from './run-attempt.ts'

const shortMs = 10
const silentMs = 250
/** A node takes a moment to end what a job left in it. */
const endingMs = 50
const slowestLookMs = 1_000
const fastestLookMs = 10
/** Its node tells sooner when it has ended; this is for news that were missed. */
const usualLookMs = 100

export function reconcileJob<D>(type: JobType<D>): Reconcile<D, JobObserved> {
  return async (job, context) => {
    const outcome = await look(type, job, context)
    return outcome === 'gone' ? outcome : { ...outcome, queued: type.queuedOf(job.desired, outcome.observed) ?? null }
  }
}

async function look<D>(type: JobType<D>, job: JobRecord<D>, context: ReconcileContext): Promise<Outcome<JobObserved>> {
  const before = job.observed ?? freshJob(job)
  if (isOver(before)) return job.deletedAt === undefined ? { observed: before } : 'gone'
  const cluster = await context.get(type.clusterKeyOf(job.desired))
  const placement = (cluster?.observed as PoolObserved | undefined)?.pool?.placements?.[job.key]
  const attempt = { job, before, cluster, type, now: context.clock.now() }
  if (placement?.attempt !== before.ended + 1) return inQueue(attempt)
  return atWork(attempt, await runAttempt({ ...attempt, placement }, context))
}

type Queued<D> = Omit<Attempt<D>, 'placement'>

function inQueue<D>(queued: Queued<D>): Outcome<JobObserved> {
  const { job, before, cluster, type, now } = queued
  if (job.deletedAt !== undefined || type.isToEnd(job.desired))
    return settled(queued, endedWith(before, terminated, now))
  // One that had its nodes keeps them until it is over: only a cluster that is gone has none for it any more.
  const isGone = cluster === undefined || cluster.deletedAt !== undefined || before.state !== 'queued'
  const misfit = isGone ? clusterGone : type.misfit(job, cluster)
  if (misfit) return settled(queued, endedWith(before, misfit, now))
  return { observed: before, changes: job.observed === undefined ? wakes(queued) : [] }
}

function atWork<D>(attempt: Queued<D>, step: Awaited<ReturnType<typeof runAttempt>>): Outcome<JobObserved> {
  if (step.kind === 'over') return settled(attempt, step.over)
  const { job, now } = attempt
  const isAsked = step.observed.state !== 'terminating'
  const ranMs = now - (step.observed.startedAt ?? now)
  const usual = Math.min(Math.max(usualLookMs, ranMs / 10), slowestLookMs)
  const again = { silent: silentMs, ending: endingMs, under: usual }[step.kind]
  return { observed: step.observed, requeueAfterMs: isAsked ? again : fastestLookMs, isTrue: isAsked && !job.deletedAt }
}

/** Its pool has a node to give to another, or has to find some for it again. */
function settled<D>(attempt: Queued<D>, { observed, findings }: AttemptOver): Outcome<JobObserved> {
  const { job } = attempt
  const changes = wakes(attempt)
  // What was asked for is true; a deletion has one step left.
  if (job.deletedAt !== undefined) return { observed, changes, findings, requeueAfterMs: shortMs }
  return { observed, changes, findings }
}

function wakes({ cluster }: { readonly cluster: ResourceRecord | undefined }) {
  return cluster === undefined ? [] : [{ kind: 'wake' as const, key: cluster.key }]
}

const clusterGone = { code: 'ClusterDeleted', message: 'The cluster of the job was deleted.' }
