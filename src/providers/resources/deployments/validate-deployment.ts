import type { Endpoint } from '../../../arm/endpoint.ts'
import { ArmError, type ErrorDetail } from '../../../base/errors.ts'
import { maskSecrets } from '../../../base/mask-secrets.ts'
import { askAbout } from './ask-about.ts'
import { deploymentVersions } from './deployments.ts'
import { isoDuration } from './iso-duration.ts'
import { deploymentType } from './model.ts'
import type { AskedDeployment } from './read-deployment.ts'
import { type Rehearsed, rehearse } from './rehearse-steps.ts'
import { deploymentFacts } from './render-deployment.ts'
import type { DeploymentServices } from './services.ts'

/** The api-version that first lists what was looked at. */
const resourcesSince = '2019-10-01'

/** `POST …/validate`: 200 with what would be deployed, or 400 with every fault; nothing is written. */
export function validateDeployment(services: DeploymentServices): Endpoint {
  return {
    method: 'POST',
    kind: 'collection',
    home: 'resourceAnywhere',
    type: `${deploymentType}/validate`,
    apiVersions: deploymentVersions,
    action: `${deploymentType}/validate/action`,
    isQuestion: true,
    isUnlisted: true,
    async handle(request) {
      const { asked, prepared } = await askAbout(services, request)
      const isTemplateAlone = asked.validationLevel === 'Template'
      const rehearsal = isTemplateAlone ? undefined : await rehearse(services, asked, prepared)
      const faults = maskSecrets(faultsOf(rehearsal?.steps ?? [], asked), rehearsal?.run.secrets ?? [])
      if (faults.length > 0) throw invalidDeployment(asked.name, faults)
      const { apiVersion } = request
      const validated = prepared.plan.steps.map(({ id }) => ({ id }))
      return {
        status: 200,
        body: {
          properties: {
            ...deploymentFacts(prepared.desired, apiVersion),
            provisioningState: 'Succeeded',
            timestamp: new Date(asked.startedAt).toISOString(),
            ...(apiVersion < resourcesSince
              ? {}
              : {
                  duration: isoDuration(0),
                  validatedResources: validated,
                }),
          },
        },
      }
    },
  }
}

function faultsOf(steps: readonly Rehearsed[], { validationLevel }: AskedDeployment): ErrorDetail[] {
  return steps.flatMap(({ fault, status }) => {
    const isLeftOut = validationLevel === 'ProviderNoRbac' && status === 403
    return fault === undefined || isLeftOut ? [] : [fault]
  })
}

export function invalidDeployment(name: string, details: readonly ErrorDetail[]): ArmError {
  const [first] = details
  return new ArmError(
    400,
    'InvalidTemplateDeployment',
    `The template deployment '${name}' is not valid: ${first?.message ?? 'see the details.'}${details.length > 1 ? ` (and ${details.length - 1} more, see the details)` : ''}`,
    { details },
  )
}
