import { keyOf } from '../../../arm/resource-id.ts'
import type { Rendered, View } from '../../../arm/resource-type.ts'
import { isoDuration } from './iso-duration.ts'
import {
  type Deployment,
  type DeploymentRecord,
  type DeploymentStatus,
  deploymentType,
  stateOf,
  statusOf,
} from './model.ts'

/** The api-version that first shows how long it took, the template's hash and what was made. */
const detailsSince = '2019-10-01'

export function renderDeployment({ record, apiVersion }: View<Deployment, DeploymentStatus>): Rendered {
  const { desired } = record
  const status = statusOf(record)
  const endedAt = endOf(record)
  const state = stateOf(record)
  const failure = record.failure?.generation === record.generation ? record.failure.error : undefined
  return {
    ...(desired.location === undefined ? {} : { location: desired.location }),
    ...(desired.tags === undefined || Object.keys(desired.tags).length === 0 ? {} : { tags: desired.tags }),
    properties: {
      ...deploymentFacts(desired, apiVersion),
      provisioningState: state,
      timestamp: new Date(endedAt ?? desired.startedAt).toISOString(),
      ...(apiVersion < detailsSince
        ? {}
        : { duration: isoDuration((endedAt ?? record.modifiedAt) - desired.startedAt) }),
      ...(status?.outputs === undefined ? {} : { outputs: status.outputs }),
      ...(apiVersion < detailsSince || state !== 'Succeeded' ? {} : { outputResources: madeBy(status) }),
      ...(failure === undefined ? {} : { error: failure }),
    },
  }
}

/** What is known of a deployment before its first step. */
export function deploymentFacts(desired: Deployment, apiVersion: string): Record<string, unknown> {
  const { mode, correlationId, templateLink, parametersLink, shownParameters, facts } = desired
  return {
    ...(apiVersion < detailsSince ? {} : { templateHash: facts.templateHash }),
    ...(templateLink ? { templateLink } : {}),
    parameters: shownParameters,
    ...(parametersLink ? { parametersLink } : {}),
    mode,
    correlationId,
    providers: facts.providers.map(({ namespace, types }) => ({
      namespace,
      resourceTypes: types.map((resourceType) => ({ resourceType, locations: [] })),
    })),
    dependencies: facts.dependencies,
  }
}

function endOf(record: DeploymentRecord): number | undefined {
  return statusOf(record)?.endedAt ?? record.desired.canceledAt
}

function madeBy(status: DeploymentStatus | undefined): { id: string }[] {
  const made = Object.values(status?.steps ?? {}).filter(
    ({ kind, state, resourceType }) =>
      kind === 'Create' && state === 'Succeeded' && keyOf(resourceType) !== keyOf(deploymentType),
  )
  return made.map(({ id }) => ({ id }))
}
