import type { AnswerAction } from '../../../arm/resource-type.ts'
import { ArmError } from '../../../base/errors.ts'
import type { Deployment, DeploymentStatus } from './model.ts'
import { openTemplate } from './plan-of.ts'
import type { DeploymentServices } from './services.ts'

/** The template as it was deployed. Not of one that a deployment made with secrets in it. */
export function exportTemplate(services: DeploymentServices): AnswerAction<Deployment, DeploymentStatus> {
  return {
    kind: 'answer',
    async answer({ record }) {
      if (record.desired.isSecret) {
        throw new ArmError(
          409,
          'TemplateNotAvailable',
          `The template of '${record.name}' was made by another deployment that has secure parameters or reads keys, and may hold them. Export the template of that one.`,
        )
      }
      return { template: openTemplate(record.desired, services) }
    },
  }
}
