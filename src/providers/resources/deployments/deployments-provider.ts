import type { Endpoint } from '../../../arm/endpoint.ts'
import type { AnyResourceType } from '../../../arm/resource-type.ts'
import { getDeploymentOperation, listDeploymentOperations } from './deployment-operations.ts'
import { deployments } from './deployments.ts'
import type { DeploymentServices } from './services.ts'
import { calculateTemplateHash } from './template-hash-endpoint.ts'
import { validateDeployment } from './validate-deployment.ts'
import { whatIfEndpoints } from './what-if/what-if.ts'

/** Everything of deployments: their type, and what is asked beside it. */
export function deploymentParts(services: DeploymentServices): {
  readonly types: readonly AnyResourceType[]
  readonly endpoints: readonly Endpoint[]
} {
  return {
    types: [deployments(services)],
    endpoints: [
      listDeploymentOperations,
      getDeploymentOperation,
      validateDeployment(services),
      ...whatIfEndpoints(services),
      calculateTemplateHash,
    ],
  }
}
