// One look at an attempt at a job that has its nodes: what they are asked, and what is made of what they say.

import type { ReconcileContext } from '../../control/reconcile.ts'
import type { Mount } from '../../engine/engine.ts'
import type { ResourceRecord } from '../../store/records.ts'
import { type NodeRecord, setupPlace } from '../fleet.ts'
import type { Placement } from '../pool/pool.ts'
import { type AskedNode, askJob, attemptId, awaitJob, endJob, type JobAnswer, type JobRun } from './ask-job.ts'
import { areContainersGone, containerFault } from './containers.ts'
import { type AttemptOver, cutOff, endedByItself, endedWith, terminated } from './end-of-job.ts'
import type { JobContainer, JobObserved, JobRecord, JobType } from './job.ts'

export interface Attempt<D> {
  readonly job: JobRecord<D>
  readonly before: JobObserved
  readonly cluster: ResourceRecord | undefined
  readonly type: JobType<D>
  readonly placement: Placement
  readonly now: number
}

export type Step =
  | { readonly kind: 'over'; readonly over: AttemptOver }
  /** `silent`: a node did not answer; nothing is known anew. `ending`: its end is known, but not yet come everywhere. */
  | { readonly kind: 'under' | 'silent' | 'ending'; readonly observed: JobObserved }

/** Both undefined: the node is gone. */
interface Place {
  readonly node: AskedNode | undefined
  readonly row: NodeRecord | undefined
}

export async function runAttempt<D>(attempt: Attempt<D>, context: ReconcileContext): Promise<Step> {
  const { job, type } = attempt
  const place = setupPlace(job.key)
  const unseal = (sealed: string) => context.unseal(sealed, place)
  const places = await placesOf(attempt, context)
  const container = type.containerOf(job, unseal)
  const step = await nextStep(attempt, places, { container, unseal, context })
  // Said to be over when nothing of it is left: the next job finds the node as the first did.
  if (step.kind !== 'over' || container === undefined) return step
  return (await areContainersGone(nodesOf(places))) ? step : { kind: 'under', observed: running(attempt, undefined) }
}

interface Means {
  readonly container: JobContainer | undefined
  readonly context: ReconcileContext
  unseal(sealed: string): string
}

async function nextStep<D>(attempt: Attempt<D>, places: readonly Place[], means: Means): Promise<Step> {
  const { job, before, cluster, type } = attempt
  const mustEnd = job.deletedAt !== undefined || type.isToEnd(job.desired) || cluster?.deletedAt !== undefined
  if (mustEnd || before.fault !== undefined || places.some(isLeaving)) return endAttempt(attempt, places, mustEnd)
  const mounts = type.mountsOf?.(job.desired) ?? []
  if (!places.every(({ row }) => hasMounted(row, mounts))) return { kind: 'silent', observed: attempt.before }
  const answers = await askAll(attempt, places, means)
  const [first] = answers
  if (answers.includes('unknown')) return { kind: 'over', over: endedWith(attempt.before, tooOld, attempt.now) }
  const waiting = places.filter((_, index) => isRun(answers[index]) && answers[index].state === 'waiting')
  const fault = means.container && (await containerFault(nodesOf(waiting), means.container))
  if (fault) return { kind: 'under', observed: { ...running(attempt, undefined), fault } }
  const ends = answers.filter(isEnded)
  if (ends.length > 0) return collect(attempt, places, { first, end: ends.find(isOwnEnd) })
  const observed = running(attempt, isRun(first) ? first : undefined)
  if (answers.includes('silent')) return { kind: 'silent', observed }
  hearOfNews(attempt, places, { answers, context: means.context })
  return { kind: 'under', observed }
}

/** Of those that do something: who only takes part has nothing to tell. */
function hearOfNews<D>(
  { job }: Attempt<D>,
  places: readonly Place[],
  { answers, context }: { answers: readonly JobAnswer[]; context: ReconcileContext },
): void {
  for (const [index, { node }] of places.entries()) {
    const answer = answers[index]
    if (node === undefined || !isRun(answer) || answer.state === 'prepared' || answer.state === 'waiting') continue
    context.wakeOn(job.key, `${node.id} ${node.machineKey}`, () => awaitJob(node, answer.state))
  }
}

async function placesOf<D>({ job, placement }: Attempt<D>, context: ReconcileContext): Promise<Place[]> {
  const id = attemptId(job.key, placement.attempt)
  return Promise.all(
    placement.nodes.map(async ({ key, machineKey }) => {
      const row = (await context.get(key)) as NodeRecord | undefined
      return { row, node: row && { id, machineKey, engine: context.engine(row.desired.engine) } }
    }),
  )
}

function isLeaving({ row }: Place): boolean {
  return row === undefined || row.deletedAt !== undefined || row.failure?.generation === row.generation
}

/** Its pool asks for them as it places the job. */
function hasMounted(row: NodeRecord | undefined, mounts: readonly Mount[]): boolean {
  if (mounts.length === 0) return true
  const paths = new Set(row?.desired.template.mounts.map(({ path }) => path))
  return row?.observedGeneration === row?.generation && mounts.every(({ path }) => paths.has(path))
}

/** All are prepared first; then the first one runs the command. */
async function askAll<D>(attempt: Attempt<D>, places: readonly Place[], { container, unseal }: Means) {
  const { job, placement, type } = attempt
  const jobs = type.nodeJobs(job, placement.nodes, unseal)
  const ask = (go: boolean) => async (each: Place, index: number) => {
    const nodeJob = jobs[index]
    const isInContainer = container !== undefined
    return nodeJob && each.node ? askJob(each.node, nodeJob, { go, isInContainer }) : 'silent'
  }
  const [first] = places
  if (places.length === 1) return Promise.all(places.map(ask(true)))
  const answers: JobAnswer[] = await Promise.all(places.map(ask(false)))
  const areReady = answers.every((answer) => isRun(answer) && answer.state === 'prepared')
  return areReady && first ? [await ask(true)(first, 0), ...answers.slice(1)] : answers
}

interface Ended {
  readonly first: JobAnswer | undefined
  /** The one that counts; undefined: it was cut off. */
  readonly end: JobRun | undefined
}

/** It is over when it is everywhere: the next job on any of its nodes finds nothing of it. */
async function collect<D>(attempt: Attempt<D>, places: readonly Place[], { first, end }: Ended): Promise<Step> {
  const { placement, now } = attempt
  const answers = isEnded(first) ? [first, ...(await endAll(places.slice(1)))] : await endAll(places)
  const observed = running(attempt, end)
  if (!answers.every(isEnded)) return { kind: answers.includes('silent') ? 'silent' : 'ending', observed }
  if (end === undefined || isTornApart(attempt, places, answers))
    return { kind: 'over', over: cutOff(observed, undefined, { why: restarted, now }) }
  return { kind: 'over', over: endedByItself(observed, end, { begunAt: placement.at, now }) }
}

/** What its first node ran has failed, and another of its nodes, which it needed, was lost. */
function isTornApart<D>(
  { job, type }: Attempt<D>,
  places: readonly Place[],
  [first, ...others]: readonly (JobAnswer | undefined)[],
): boolean {
  const hasFailed = isEnded(first) && first.reason === undefined && first.exitCode !== 0
  if (!hasFailed || !type.isBound(job.desired)) return false
  const isLost = (answer: JobAnswer | undefined) => isEnded(answer) && answer.reason === 'Interrupted'
  return others.some(isLost) || places.slice(1).some(isLeaving)
}

function endAll(places: readonly Place[]): Promise<(JobAnswer | undefined)[]> {
  return Promise.all(places.map(({ node }) => node && endJob(node)))
}

/** Asked for by somebody, or because a node goes: it ends everywhere first. What ended by itself before has done so. */
async function endAttempt<D>(attempt: Attempt<D>, places: readonly Place[], isAsked: boolean): Promise<Step> {
  const { placement, now, cluster, type } = attempt
  const answers = await endAll(places)
  const [first] = answers
  const isOpen = places.some(({ row }, index) => row !== undefined && !hasEnded(row, answers[index]))
  const observed = running(attempt, isRun(first) ? first : undefined)
  if (isOpen) return { kind: 'under', observed: isAsked ? terminating(observed, now) : observed }
  if (isEnded(first) && isOwnEnd(first) && (isAsked || !isTornApart(attempt, places, answers)))
    return { kind: 'over', over: endedByItself(observed, first, { begunAt: placement.at, now }) }
  if (isAsked) return { kind: 'over', over: asked(attempt, observed) }
  if (attempt.before.fault) return { kind: 'over', over: endedWith(observed, attempt.before.fault, now) }
  const wish = places.some(({ row }) => row?.failure !== undefined) ? undefined : cluster && type.onRemoval(cluster)
  const isWished = wish === 'requeue' || wish === 'terminate'
  return { kind: 'over', over: cutOff(observed, isWished ? wish : undefined, { why: taken, now }) }
}

/** A node that failed and says nothing has nothing that runs. */
function hasEnded(row: NodeRecord, answer: JobAnswer | undefined): boolean {
  return isEnded(answer) || answer === 'unknown' || (answer === 'silent' && row.failure?.generation === row.generation)
}

function asked<D>({ job, type, now }: Attempt<D>, observed: JobObserved): AttemptOver {
  const isWish = job.deletedAt !== undefined || type.isToEnd(job.desired)
  return endedWith(observed, isWish ? terminated : { code: 'ClusterDeleted', message: 'The cluster was deleted.' }, now)
}

function running<D>({ before, placement, now }: Attempt<D>, run: JobRun | undefined): JobObserved {
  const isNew = before.state === 'queued'
  const startedAt = Math.min(Math.max(run?.startedAt ?? placement.at, placement.at), now)
  return {
    ...before,
    state: isNew ? 'running' : before.state,
    since: isNew ? now : before.since,
    startedAt: isNew || run?.startedAt !== undefined ? startedAt : (before.startedAt ?? startedAt),
    nodes: placement.nodes.map(({ name }) => name),
  }
}

function terminating(observed: JobObserved, now: number): JobObserved {
  return observed.state === 'terminating' ? observed : { ...observed, state: 'terminating', since: now }
}

function nodesOf(places: readonly Place[]): AskedNode[] {
  return places.flatMap(({ node }) => node ?? [])
}

function isRun(answer: JobAnswer | undefined): answer is JobRun {
  return typeof answer === 'object'
}

function isEnded(answer: JobAnswer | undefined): answer is JobRun {
  return isRun(answer) && answer.state === 'ended'
}

/** Whatever Carrel or the node's own end did to it is none. */
function isOwnEnd({ reason }: JobRun): boolean {
  return reason !== 'Terminated' && reason !== 'Interrupted'
}

const taken = 'A node of the job was taken away.'
const restarted = 'A node of the job ended while it ran.'
const tooOld = {
  code: 'NodeTooOld',
  message: 'A node of the cluster started before it could run such jobs. Resize the cluster to 0 nodes and back.',
}
