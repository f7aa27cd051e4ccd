// How much deployments in one another may ask for together. A template of a few lines can hold loops of deployments that hold
// loops of deployments; each is handed its share of what is left, so that the whole stays bounded however deep they stand.

import { keyOf } from '../../../arm/resource-id.ts'
import { ArmError } from '../../../base/errors.ts'
import type { Plan } from '../../../template/plan-deployment.ts'
import { type DeploymentRecord, deploymentType } from './model.ts'

/** Resources of a deployment with all that stand in it, deployments counted too. */
export const mostSteps = 5_000

/** What each deployment in this one may still ask for. */
export function allowanceWithin({ desired }: Pick<DeploymentRecord, 'desired'>, { steps }: Plan): number {
  const nested = steps.filter(({ type }) => keyOf(type) === keyOf(deploymentType)).length
  return Math.max(0, Math.floor(((desired.allowance ?? mostSteps) - steps.length) / Math.max(1, nested)))
}

/** Throws ArmError 400. */
export function requireAllowed({ steps }: Plan, allowance: number): void {
  if (steps.length <= allowance) return
  throw new ArmError(
    400,
    'InvalidTemplate',
    `Deployments in one another deploy at most ${mostSteps} resources together, shared evenly among those side by side: ${allowance} are left for this one, which has ${steps.length}. Deploy it by itself.`,
    { target: 'properties.template.resources' },
  )
}
