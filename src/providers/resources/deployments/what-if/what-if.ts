// `POST …/whatIf`: 202, and the answer where `Location` says. Templates that cannot be read are refused at once.

import type { Endpoint, EndpointRequest } from '../../../../arm/endpoint.ts'
import { retryAfterSeconds } from '../../../../arm/operation-document.ts'
import { ArmError, type ErrorDetail } from '../../../../base/errors.ts'
import { maskSecrets } from '../../../../base/mask-secrets.ts'
import { askAbout } from '../ask-about.ts'
import { deploymentVersions } from '../deployments.ts'
import { deploymentType } from '../model.ts'
import { rehearse } from '../rehearse-steps.ts'
import type { DeploymentServices } from '../services.ts'
import { invalidDeployment } from '../validate-deployment.ts'
import { resourceChanges } from './resource-changes.ts'
import { WhatIfResults } from './what-if-results.ts'

interface WhatIfResult {
  readonly status: 'Succeeded' | 'Failed'
  readonly properties?: { readonly changes: readonly unknown[] }
  readonly error?: ErrorDetail
}

const resultType = `${deploymentType}/whatIfResults`
const statusType = `${deploymentType}/whatIfStatuses`
const common = { home: 'resourceAnywhere', apiVersions: deploymentVersions, isUnlisted: true } as const

export function whatIfEndpoints(services: DeploymentServices): Endpoint[] {
  const results = new WhatIfResults(services.clock)
  const found = ({ address, caller }: EndpointRequest) => {
    const id = address.kind === 'resource' ? address.name.toLowerCase() : ''
    const kept = results.find(id, caller.actor.objectId)
    if (kept) return kept.result as WhatIfResult | undefined
    throw new ArmError(404, 'OperationNotFound', `There is no answer '${id}' to a what-if, or not any more. Ask again.`)
  }
  return [
    {
      ...common,
      method: 'POST',
      kind: 'collection',
      type: `${deploymentType}/whatIf`,
      action: `${deploymentType}/whatIf/action`,
      isQuestion: true,
      async handle(request) {
        const question = await askAbout(services, request)
        const id = results.begin(request.caller.actor.objectId, () => answerTo(services, question))
        if (id === undefined) throw tooMany()
        return { status: 202, headers: linksTo(request, id) }
      },
    },
    {
      ...common,
      method: 'GET',
      kind: 'resource',
      type: resultType,
      action: undefined,
      async handle(request) {
        const result = found(request)
        if (result) return { status: 200, body: result }
        return {
          status: 202,
          headers: linksTo(request, request.address.kind === 'resource' ? request.address.name : ''),
        }
      },
    },
    {
      ...common,
      method: 'GET',
      kind: 'resource',
      type: statusType,
      action: undefined,
      async handle(request) {
        const result = found(request)
        const headers = { 'retry-after': String(retryAfterSeconds) }
        if (result === undefined) return { status: 200, body: { status: 'Running' }, headers }
        return { status: 200, body: { status: result.status, ...(result.error ? { error: result.error } : {}) } }
      },
    },
  ]
}

function tooMany(): ArmError {
  const headers = { 'retry-after': String(retryAfterSeconds) }
  return new ArmError(429, 'TooManyRequests', 'Several what-ifs of yours wait already. Fetch their answers first.', {
    headers,
  })
}

function linksTo({ address, apiVersion, caller }: EndpointRequest, id: string): Record<string, string> {
  const link = (type: string) => {
    const last = type.slice(type.lastIndexOf('/') + 1)
    return `${caller.baseUrl}${address.parentId}/${last}/${id}?api-version=${apiVersion}`
  }
  return {
    location: link(resultType),
    'azure-asyncoperation': link(statusType),
    'retry-after': String(retryAfterSeconds),
  }
}

async function answerTo(
  services: DeploymentServices,
  { asked, prepared }: Awaited<ReturnType<typeof askAbout>>,
): Promise<WhatIfResult> {
  try {
    const rehearsal = await rehearse(services, asked, prepared)
    const faults = rehearsal.steps.flatMap(({ fault }) => (fault && !isUnsupported(fault) ? [fault] : []))
    if (faults.length > 0) throw invalidDeployment(asked.name, maskSecrets(faults, rehearsal.run.secrets))
    const changes = await resourceChanges(rehearsal)
    const isShort = asked.resultFormat === 'ResourceIdOnly'
    const shown = isShort ? changes.map(({ resourceId, changeType }) => ({ resourceId, changeType })) : changes
    return { status: 'Succeeded', properties: { changes: shown } }
  } catch (error) {
    if (error instanceof ArmError) return { status: 'Failed', error: error.detail }
    services.door.report(error)
    return { status: 'Failed', error: { code: 'InternalServerError', message: 'The what-if failed. Ask again.' } }
  }
}

/** A type that is not offered does not keep what-if from telling about the others. */
function isUnsupported({ code }: ErrorDetail): boolean {
  return ['InvalidResourceType', 'NoRegisteredProviderFound'].includes(code)
}
