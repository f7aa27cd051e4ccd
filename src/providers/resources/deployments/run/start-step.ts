// Takes one step: a PUT in the caller's name. It is accepted under an operation whose id follows from run and step, so a
// server that was killed between accepting it and remembering that finds it there, and takes no step twice.

import type { ArmAnswer } from '../../../../arm/endpoint.ts'
import { keyOf } from '../../../../arm/resource-id.ts'
import { ArmError, type ErrorDetail } from '../../../../base/errors.ts'
import { maskError } from '../../../../base/mask-secrets.ts'
import type { OperationRecord } from '../../../../store/records.ts'
import type { Step } from '../../../../template/plan-deployment.ts'
import { deploymentType, type StepStatus } from '../model.ts'
import { nestedBody } from './nested-body.ts'
import { explainNotOffered } from './not-offered.ts'
import { callerOf, operationIdOf, type Run, resolved, secretsOfStep } from './run.ts'

/** `isLast`: nothing else of the deployment is under way that could still make what this one misses. */
export async function startStep(run: Run, step: Step, isLast: boolean): Promise<StepStatus | 'later'> {
  const { store, clock, door } = run.services
  const begun = {
    kind: 'Create' as const,
    id: step.id,
    resourceType: step.type,
    resourceName: step.name,
    operationId: operationIdOf(run.record.desired.runId, step.id),
    startedAt: clock.now(),
  }
  const earlier = await store.operation(begun.operationId)
  if (earlier) return afterOperation({ ...begun, startedAt: earlier.acceptedAt, statusCode: 'OK' }, earlier, run)
  try {
    const { body: rendered } = await resolved(run, step.id, (runtime) => step.render(runtime))
    const body =
      keyOf(step.type) === keyOf(deploymentType) ? nestedBody(rendered, run.record.desired, run.services) : rendered
    const answer = await door.ask({
      method: 'PUT',
      path: step.id,
      apiVersion: step.apiVersion,
      body,
      caller: callerOf(run, step.id, body),
    })
    const statusCode = statusCodeOf(answer)
    const accepted = await store.operation(begun.operationId)
    if (accepted) return afterOperation({ ...begun, statusCode }, accepted, run)
    return { ...begun, statusCode, state: 'Succeeded', endedAt: clock.now() }
  } catch (error) {
    if (!(error instanceof ArmError) || error.status >= 500 || error.status === 429) throw error
    if (error.status === 404 && !isLast && isMissing(error)) return 'later'
    const detail = maskError(explainNotOffered(error, step, door.offered()), secretsOfStep(run, step.id))
    return { ...begun, statusCode: reasonOf(error.status), state: 'Failed', endedAt: clock.now(), error: detail }
  }
}

type Begun = Omit<StepStatus, 'state' | 'endedAt' | 'error'>

/** How a step stands, by the operation it was accepted as. */
export function afterOperation(step: Begun, operation: OperationRecord, { secrets }: Run): StepStatus {
  const { status, finishedAt, error } = operation
  if (status === 'InProgress') return { ...step, state: 'Running' }
  const endedAt = finishedAt ?? operation.acceptedAt
  if (status === 'Succeeded') return { ...step, state: 'Succeeded', endedAt }
  const detail: ErrorDetail = error ?? { code: status, message: `The operation ended as ${status}.` }
  return { ...step, state: status, statusCode: 'Conflict', endedAt, error: maskError(detail, secrets) }
}

/** A resource of the same template may be the one that is missed: the template has not said that it comes first. */
function isMissing({ code }: ArmError): boolean {
  return /NotFound$/.test(code)
}

function statusCodeOf({ status }: ArmAnswer): string {
  return reasonOf(status)
}

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'NoContent',
  400: 'BadRequest',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  412: 'PreconditionFailed',
}

/** As ARM names a status: in one word. */
export function reasonOf(status: number): string {
  return reasons[status] ?? String(status)
}
