// One look at a deployment: see how the steps under way stand, take those that can begin, and say when to look again. It
// never waits for a resource. Independent steps run side by side; one that fails holds back only what needs it.

import { setImmediate as othersFirst } from 'node:timers/promises'
import type { ErrorDetail } from '../../../../base/errors.ts'
import { maskError } from '../../../../base/mask-secrets.ts'
import type { Outcome, Reconcile } from '../../../../control/reconcile.ts'
import { type Deployment, type DeploymentRecord, type DeploymentStatus, type StepStatus, statusOf } from '../model.ts'
import { planOf } from '../plan-of.ts'
import type { DeploymentServices } from '../services.ts'
import { cancelNested } from './cancel-nested.ts'
import { deleteOthers } from './delete-others.ts'
import { followSteps } from './follow-steps.ts'
import { forgetOldest } from './forget-oldest.ts'
import { nextSteps } from './next-steps.ts'
import { type Run, resolved } from './run.ts'
import { startStep } from './start-step.ts'

type Statuses = Readonly<Record<string, StepStatus>>

/** Steps begun in one look: enough to keep the engine busy, few enough for the lease. */
const mostAtOnce = 64
/** There is more to begin: what was begun only has to be remembered first. */
const atOnceMs = 1
const soonMs = 100
const laterMs = 1_000
/** For how long after the last step began a look every tenth of a second is worth it. */
const freshMs = 10_000

export function reconcileDeployment(services: DeploymentServices): Reconcile<Deployment, DeploymentStatus> {
  return async (record) => {
    if (record.deletedAt !== undefined) return 'gone'
    const status = statusOf(record) ?? { runId: record.desired.runId, steps: {} }
    const run = await runOf(services, record)
    const steps = await followSteps(run, status.steps)
    if (record.desired.canceledAt !== undefined) return settleCanceled(run, { ...status, steps })
    if (record.failure?.generation === record.generation) return expired(run, { ...status, steps })
    return advance(run, { ...status, steps })
  }
}

async function runOf(services: DeploymentServices, record: DeploymentRecord): Promise<Run> {
  const { plan, secrets } = await planOf(services, record)
  return { services, record, plan, secrets, answers: new Map(), asked: new Map(), confided: new Map() }
}

async function advance(run: Run, status: DeploymentStatus): Promise<Outcome<DeploymentStatus>> {
  const { steps: begun, postponed } = await begin(run, status.steps)
  const untried = nextSteps(run.plan.steps, begun).filter(({ id }) => !postponed.has(id))
  if (untried.length > 0) return lookAgain(run, { ...status, steps: begun }, atOnceMs)
  if (hasRunning(begun) || postponed.size > 0) return lookAgain(run, { ...status, steps: begun })
  const failed = failuresOf(begun)
  if (failed.length > 0) return fail(run, { ...status, steps: begun }, failed)

  const steps = await deleteOthers(run, begun)
  if (hasRunning(steps)) return lookAgain(run, { ...status, steps })
  const undeleted = failuresOf(steps)
  if (undeleted.length > 0) return fail(run, { ...status, steps }, undeleted)
  return finish(run, { ...status, steps })
}

interface Begun {
  readonly steps: Statuses
  /** Ids of those that miss what others may still make. */
  readonly postponed: ReadonlySet<string>
}

/** Takes what can begin, some at a time. What was postponed is taken at the end at the latest, and may fail then. */
async function begin(run: Run, statuses: Statuses): Promise<Begun> {
  const ready = nextSteps(run.plan.steps, statuses)
  const postponed = new Set<string>()
  let steps = statuses
  for (let at = 0; at < ready.length && countOf(steps) - countOf(statuses) < mostAtOnce; at += mostAtOnce) {
    if (at > 0) await othersFirst()
    const some = ready.slice(at, at + mostAtOnce)
    steps = await takeAll(run, some, steps, false)
    for (const { id } of some) if (steps[id] === undefined) postponed.add(id)
  }
  const isStuck = postponed.size > 0 && postponed.size === ready.length && !hasRunning(steps)
  if (isStuck) return { steps: await takeAll(run, ready.slice(0, mostAtOnce), steps, true), postponed: new Set() }
  return { steps, postponed }
}

function countOf(statuses: Statuses): number {
  return Object.keys(statuses).length
}

async function takeAll(run: Run, ready: Run['plan']['steps'], statuses: Statuses, isLast: boolean): Promise<Statuses> {
  const taken = await Promise.all(
    ready.map(async (step): Promise<[string, StepStatus][]> => {
      const outcome = await startStep(run, step, isLast)
      return outcome === 'later' ? [] : [[step.id, outcome]]
    }),
  )
  return { ...statuses, ...Object.fromEntries(taken.flat()) }
}

async function finish(run: Run, status: DeploymentStatus): Promise<Outcome<DeploymentStatus>> {
  const endedAt = run.services.clock.now()
  try {
    const { values: outputs } = await resolved(run, 'outputs', (runtime) => run.plan.outputs(runtime))
    return {
      observed: { ...status, endedAt, outputs },
      changes: await forgetOldest(run),
    }
  } catch (error) {
    const detail = (error as { detail?: ErrorDetail }).detail
    if (detail === undefined) throw error
    const code = 'DeploymentOutputEvaluationFailed'
    return fail(run, status, [{ code, message: 'Unable to evaluate template outputs.', details: [detail] }])
  }
}

async function fail(
  run: Run,
  status: DeploymentStatus,
  details: readonly ErrorDetail[],
): Promise<Outcome<DeploymentStatus>> {
  const masked = details.map((detail) => maskError(detail, run.secrets))
  return {
    observed: { ...status, endedAt: run.services.clock.now() },
    failure: {
      code: 'DeploymentFailed',
      message: failedMessage(masked),
      details: masked,
      nextStep: `List its operations: carrel deployment operations ${run.record.name}`,
    },
    changes: await forgetOldest(run),
  }
}

/** With the first reason: some clients show no details. */
function failedMessage([first, ...others]: readonly ErrorDetail[]): string {
  const more = others.length === 0 ? '' : ` ${others.length} more failed: the details name them.`
  return `At least one resource deployment operation failed. ${first?.code}: ${first?.message}${more}`
}

/** The state is told at once; what had begun is followed to its end, so that its operations say how they ended. */
async function settleCanceled(run: Run, status: DeploymentStatus): Promise<Outcome<DeploymentStatus>> {
  if (hasRunning(status.steps)) {
    await cancelNested(run, status.steps)
    return lookAgain(run, status)
  }
  return { observed: { ...status, endedAt: status.endedAt ?? run.services.clock.now() } }
}

/** Past its deadline, or failed and woken: nothing more is begun. */
function expired(run: Run, status: DeploymentStatus): Outcome<DeploymentStatus> {
  const { failure } = run.record
  return {
    observed: { ...status, endedAt: status.endedAt ?? run.services.clock.now() },
    failure: {
      ...(failure?.error ?? { code: 'DeploymentFailed', message: 'It failed.' }),
      nextStep: failure?.nextStep,
    },
    ...(hasRunning(status.steps) ? { requeueAfterMs: laterMs } : {}),
  }
}

function lookAgain(run: Run, observed: DeploymentStatus, afterMs?: number): Outcome<DeploymentStatus> {
  const last = Math.max(...Object.values(observed.steps).map(({ startedAt }) => startedAt), 0)
  const isFresh = run.services.clock.now() - last < freshMs
  return { observed, requeueAfterMs: afterMs ?? (isFresh ? soonMs : laterMs) }
}

function hasRunning(statuses: Statuses): boolean {
  return Object.values(statuses).some(({ state }) => state === 'Running')
}

function failuresOf(statuses: Statuses): ErrorDetail[] {
  return Object.values(statuses).flatMap(({ state, error, id }) => {
    if (state !== 'Failed' && state !== 'Canceled') return []
    return [{ ...(error ?? { code: state, message: `'${id}' ended as ${state}.` }), target: id }]
  })
}
