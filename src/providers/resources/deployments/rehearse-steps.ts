// Tries every step of a template without taking it: its type, the caller's rights, locks, policy, and the body itself. What
// can be known only while it is deployed (a value of a resource that is still to be made, a key) is left open.

import { setImmediate as othersFirst } from 'node:timers/promises'
import { keyOf } from '../../../arm/resource-id.ts'
import { unwrittenRecord } from '../../../arm/unwritten-record.ts'
import { envelopeSchema } from '../../../arm/wire.ts'
import { ArmError, type ErrorDetail } from '../../../base/errors.ts'
import { maskError } from '../../../base/mask-secrets.ts'
import type { Step } from '../../../template/plan-deployment.ts'
import { type Deployment, type DeploymentRecord, deploymentType } from './model.ts'
import { type Prepared, prepareDeployment } from './prepare-deployment.ts'
import { type AskedDeployment, readDeployment } from './read-deployment.ts'
import { nestedBody } from './run/nested-body.ts'
import { explainNotOffered } from './run/not-offered.ts'
import { callerOf, type Run, resolved, secretsOfStep } from './run/run.ts'
import type { DeploymentServices } from './services.ts'

type Body = Readonly<Record<string, unknown>>

export interface Rehearsed {
  readonly step: Step
  /** Undefined: it hangs on what is not there yet. */
  readonly body?: Body
  /** The body with what policies add. */
  readonly completed?: Body
  /** The document a PUT would answer now; undefined where that cannot be told. */
  readonly predicted?: Body
  readonly fault?: ErrorDetail
  /** HTTP status of the fault. */
  readonly status?: number
}

export interface Rehearsal {
  readonly run: Run
  /** With the steps of deployments in it, to any depth. */
  readonly steps: readonly Rehearsed[]
}

const atOnce = 16

/** `id` and name of the deployment that would be made. */
export async function rehearse(
  services: DeploymentServices,
  asked: AskedDeployment,
  prepared: Prepared,
): Promise<Rehearsal> {
  const { plan, desired } = prepared
  const record = notYetWritten(asked, desired)
  const secrets = [...prepared.secrets]
  const run: Rehearsing = { services, plan, record, secrets, answers: new Map(), asked: new Map(), confided: new Map() }
  const wanted = plan.steps
  const steps: Rehearsed[] = []
  for (let at = 0; at < wanted.length; at += atOnce) {
    // Of deployments in one another there can be thousands.
    if (at > 0 || desired.depth > 1) await othersFirst()
    const batch = await Promise.all(wanted.slice(at, at + atOnce).map((step) => rehearseStep(run, step)))
    steps.push(...batch.flat())
  }
  return { run, steps }
}

/** Secrets of deployments in it are learnt on the way, and kept from readers of the whole. */
type Rehearsing = Run & { readonly secrets: string[] }

async function rehearseStep(run: Rehearsing, step: Step): Promise<Rehearsed[]> {
  const { door } = run.services
  try {
    const rendered = await bodyNow(run, step)
    if (rendered === undefined) return [{ step }]
    const isNested = keyOf(step.type) === keyOf(deploymentType)
    const body = isNested ? nestedBody(rendered, run.record.desired, run.services) : rendered
    const caller = callerOf(run, step.id, body)
    const question = { path: step.id, apiVersion: step.apiVersion, body, caller }
    const answer = await door.ask({ ...question, method: 'PUT', isRehearsal: true })
    if (isNested) return [{ step, body }, ...(await rehearseNested(run, step, body))]
    const completed = { ...body, ...(answer.asked as Body | undefined) }
    return [{ step, body, completed, ...(answer.body === undefined ? {} : { predicted: answer.body as Body }) }]
  } catch (error) {
    if (!(error instanceof ArmError) || error.status >= 500) throw error
    const detail = explainNotOffered(error, step, door.offered())
    return [
      { step, status: error.status, fault: maskError({ ...detail, target: step.id }, secretsOfStep(run, step.id)) },
    ]
  }
}

async function rehearseNested(run: Rehearsing, step: Step, body: Body): Promise<Rehearsed[]> {
  const { services } = run
  const asked = readDeployment({
    id: step.id,
    name: step.name,
    body: envelopeSchema.parse(body),
    caller: callerOf(run, step.id, body),
    now: services.clock.now(),
  })
  const { run: inner, steps } = await rehearse(services, asked, await prepareDeployment(services, asked))
  run.secrets.push(...inner.secrets)
  return [...steps]
}

/** Undefined while it needs an answer that only the deployment itself will bring about, or a secret of somebody's. */
async function bodyNow(run: Run, step: Step): Promise<Body | undefined> {
  const planned = new Set(run.plan.steps.map(({ id }) => keyOf(id)))
  let isOpen = false
  const { body } = await resolved(run, step.id, (runtime) => {
    const rendered = step.render(runtime)
    if ('body' in rendered) return rendered
    isOpen ||= rendered.missing.some((need) => need.kind === 'list' || planned.has(keyOf(need.id)))
    return isOpen ? { body: {} } : rendered
  })
  return isOpen ? undefined : body
}

function notYetWritten({ id, name, caller, startedAt }: AskedDeployment, desired: Deployment): DeploymentRecord {
  const parentKey = keyOf(id).replace(/\/providers\/microsoft\.resources\/deployments\/[^/]+$/, '')
  const created = { id, name, type: deploymentType, parentKey, desired, actor: caller.actor, now: startedAt }
  return unwrittenRecord(created) as DeploymentRecord
}
