// One look at a running deployment: what its reconcile hands from one part to the next.

import type { Caller } from '../../../../arm/resource-type.ts'
import { breathing } from '../../../../base/breathe.ts'
import type { Json } from '../../../../base/json.ts'
import { secretsIn, secretsStandingIn } from '../../../../base/mask-secrets.ts'
import { uuidFrom } from '../../../../base/uuid-from.ts'
import { type Need, needKey, type Runtime } from '../../../../template/need.ts'
import type { Plan } from '../../../../template/plan-deployment.ts'
import { typeOf } from '../../../../template/resource-address.ts'
import { allowanceWithin } from '../allowance.ts'
import type { DeploymentRecord } from '../model.ts'
import { newestVersionOf } from '../newest-version.ts'
import type { ArmDoor, ArmQuestion, DeploymentServices } from '../services.ts'

export interface Run {
  readonly services: DeploymentServices
  readonly record: DeploymentRecord
  readonly plan: Plan
  /** What was read during this look; kept no longer, because keys are among it. */
  readonly answers: Map<string, Json>
  /** Questions under way, so that a hundred steps that need one answer ask once. */
  readonly asked: Map<string, Promise<void>>
  /** Told of no reader: values of secure parameters. */
  readonly secrets: readonly string[]
  /** By steps whose bodies were made with what an action answered, keys mostly: the secrets among that. */
  readonly confided: Map<string, Set<string>>
}

/** In the name of whoever asked for the deployment, with the rights he has now; `body`: of what is asked for. */
export function callerOf(run: Run, stepId: string, body?: unknown): Caller {
  const { services, record, plan, confided } = run
  const { actor, correlationId, runId, depth, isSecret } = record.desired
  const hasSecrets = isSecret || run.secrets.length > 0 || confided.has(stepId)
  const secrets = secretsStandingIn(body, secretsOfStep(run, stepId))
  const allowance = allowanceWithin(record, plan)
  return {
    actor,
    correlationId,
    baseUrl: services.endpoint,
    step: { operationId: operationIdOf(runId, stepId), depth, hasSecrets, secrets, allowance },
  }
}

/** All that is kept from readers of what is said of a step. */
export function secretsOfStep({ secrets, confided }: Run, stepId: string): string[] {
  return [...secrets, ...(confided.get(stepId) ?? [])]
}

/** The same for the same step of the same run, so that a step is found again by whoever was killed after taking it. */
export function operationIdOf(runId: string, stepId: string): string {
  return uuidFrom(`deployment ${runId} ${stepId}`)
}

/** What a rendering answers that waits for something. */
export interface Missing {
  readonly missing: readonly Need[]
}

/** Whatever it needs is read, as the caller, until there is a value. Throws ArmError of what cannot be read. */
export async function resolved<T extends object>(
  run: Run,
  stepId: string,
  render: (runtime: Runtime) => T | Missing,
): Promise<T> {
  for (;;) {
    const rendered = await breathing(() =>
      render((need) => {
        const answer = run.answers.get(needKey(need))
        if (need.kind === 'list') confide(run, stepId, answer)
        return answer
      }),
    )
    if (!('missing' in rendered)) return rendered
    await Promise.all(rendered.missing.map((need) => read(run, stepId, need)))
  }
}

/** What is shorter, or an id, is no key: names of keys, permissions, places. */
const shortestKey = 16

function confide({ confided }: Run, stepId: string, answer: Json | undefined): void {
  const known = confided.get(stepId) ?? new Set<string>()
  confided.set(stepId, known)
  for (const text of secretsIn(answer)) if (text.length >= shortestKey && !text.startsWith('/')) known.add(text)
}

function read(run: Run, stepId: string, need: Need): Promise<void> {
  const key = needKey(need)
  const earlier = run.asked.get(key)
  if (earlier) return earlier
  const { step: _step, ...caller } = callerOf(run, stepId)
  const reading = run.services.door.ask({ ...questionOf(need, run.services.door), caller }).then((answer) => {
    run.answers.set(key, (answer.body ?? null) as Json)
  })
  run.asked.set(key, reading)
  return reading
}

function questionOf(need: Need, door: ArmDoor): Omit<ArmQuestion, 'caller'> {
  const { id } = need
  if (need.kind === 'reference')
    return { method: 'GET', path: id, apiVersion: need.apiVersion ?? newestVersionOf(typeOf(id), door) }
  const { action, apiVersion, body } = need
  return { method: 'POST', path: `${id}/${action}`, apiVersion, ...(body === undefined ? {} : { body }) }
}
