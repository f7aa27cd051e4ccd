// A deployment under way, told resource by resource until it ends.

import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError } from '../api-error.ts'
import type { Invocation } from '../frame/invocation.ts'
import { createProgress, type Progress } from '../frame/progress.ts'
import { lookPatiently } from '../session/look-patiently.ts'
import type { Session } from '../session/session.ts'
import { type DeploymentDocument, type DeploymentOperationDocument, lastNames } from './deployment-document.ts'
import { deploymentPath } from './deployment-place.ts'

const pauseMs = 500
const ended = new Set(['Succeeded', 'Failed', 'Canceled'])

/** How it ended. Throws `ApiError` unless it succeeded; what failed was told as lines. */
export async function followDeployment(invocation: Invocation, session: Session): Promise<DeploymentDocument> {
  using progress = createProgress(invocation.terminal)
  const told = new Set<string>()
  for (;;) {
    const shown = await lookPatiently(() =>
      session.call<DeploymentDocument>('GET', deploymentPath(invocation, session)),
    )
    const path = deploymentPath(invocation, session, '/operations')
    const operations = await lookPatiently(() => session.list<DeploymentOperationDocument>(path))
    for (const operation of operations.toReversed()) tell(operation, progress, told)
    const { provisioningState } = shown.properties
    if (provisioningState === 'Succeeded') return shown
    if (ended.has(provisioningState)) throw failureOf(shown)
    await sleep(pauseMs)
  }
}

/** Each end once. */
function tell({ operationId, properties }: DeploymentOperationDocument, progress: Progress, told: Set<string>): void {
  const { targetResource, provisioningState, provisioningOperation, statusMessage } = properties
  const resource = lastNames(targetResource.id)
  if (!ended.has(provisioningState)) {
    progress.step(resource, provisioningOperation === 'Delete' ? 'deleting' : 'deploying')
  } else if (!told.has(operationId)) {
    const reason = statusMessage?.error
    const why = reason === undefined ? '' : `, ${reason.code}: ${reason.message}`
    progress.end(resource, `${resource}: ${provisioningState}${why}`)
    told.add(operationId)
  }
}

function failureOf({ name, properties }: DeploymentDocument): ApiError {
  const { error, provisioningState } = properties
  return new ApiError(500, {
    code: error?.code ?? provisioningState,
    message: error?.message ?? `The deployment ${name} was canceled.`,
    nextStep: `see what it did with "carrel deployment operations ${name}"`,
  })
}
