// `…/deployments/{d}/operations`: one line for each resource the deployment has begun with.

import type { Endpoint, EndpointRequest } from '../../../arm/endpoint.ts'
import { notFound } from '../../../arm/not-found.ts'
import { keyOf } from '../../../arm/resource-id.ts'
import { ArmError } from '../../../base/errors.ts'
import { deploymentVersions } from './deployments.ts'
import { isoDuration } from './iso-duration.ts'
import { type DeploymentRecord, deploymentType, type StepStatus, statusOf } from './model.ts'

const type = `${deploymentType}/operations`
const common = {
  method: 'GET',
  home: 'resourceAnywhere',
  type,
  apiVersions: deploymentVersions,
  action: `${type}/read`,
} as const

export const listDeploymentOperations: Endpoint = {
  ...common,
  kind: 'collection',
  async handle(request) {
    const { address, query, caller, apiVersion, store } = request
    const steps = await stepsOf(request)
    const start = Number(query.get('$skipToken') ?? 0)
    const top = topOf(query.get('$top'))
    const page = steps.slice(start, top === undefined ? undefined : start + top)
    const now = (await store.get(keyOf(address.parentId)))?.modifiedAt ?? 0
    const next = start + page.length
    const link = `${caller.baseUrl}${address.parentId}/operations?api-version=${apiVersion}&$top=${top}&$skipToken=${next}`
    return {
      status: 200,
      body: {
        value: page.map((step) => document(step, { deploymentId: address.parentId, now, apiVersion })),
        ...(next < steps.length ? { nextLink: link } : {}),
      },
    }
  },
}

export const getDeploymentOperation: Endpoint = {
  ...common,
  kind: 'resource',
  async handle(request) {
    const { address, apiVersion } = request
    const asked = address.kind === 'resource' ? address.name.toLowerCase() : ''
    const step = (await stepsOf(request)).find((each) => shortId(each).toLowerCase() === asked)
    if (step)
      return { status: 200, body: document(step, { deploymentId: address.parentId, now: step.startedAt, apiVersion }) }
    throw new ArmError(404, 'DeploymentOperationNotFound', `The deployment has no operation '${asked}'.`)
  },
}

async function stepsOf({ address, store }: EndpointRequest): Promise<StepStatus[]> {
  const record = (await store.get(keyOf(address.parentId))) as DeploymentRecord | undefined
  if (record?.type !== deploymentType) throw await notFound(store, address.parentId)
  const steps = Object.values(statusOf(record)?.steps ?? {})
  return steps.filter(({ state }) => state !== 'Skipped').toSorted((a, b) => b.startedAt - a.startedAt)
}

function topOf(text: string | null): number | undefined {
  if (text === null) return undefined
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text)
  throw new ArmError(400, 'InvalidQueryParameter', `'$top' is a number from 1 to 9999, not '${text.slice(0, 20)}'.`)
}

/** The api-version that first says what was done and how long it took. */
const detailsSince = '2019-10-01'

interface Shown {
  readonly deploymentId: string
  readonly apiVersion: string
  /** How long a step under way has taken is counted up to here. */
  readonly now: number
}

function document(step: StepStatus, { deploymentId, apiVersion, now }: Shown) {
  const { kind, state, startedAt, endedAt, statusCode, error, id, resourceType, resourceName } = step
  const operationId = shortId(step)
  const at = endedAt ?? Math.max(now, startedAt)
  return {
    id: `${deploymentId}/operations/${operationId}`,
    operationId,
    properties: {
      ...(apiVersion < detailsSince ? {} : { provisioningOperation: kind, duration: isoDuration(at - startedAt) }),
      provisioningState: state,
      timestamp: new Date(at).toISOString(),
      serviceRequestId: step.operationId,
      statusCode,
      ...(error === undefined ? {} : { statusMessage: { status: state, error } }),
      targetResource: { id, resourceType, resourceName },
    },
  }
}

/** As ARM's: sixteen hexadecimal digits. */
function shortId({ operationId }: StepStatus): string {
  return operationId.replaceAll('-', '').slice(0, 16).toUpperCase()
}
