// `deployment create`: deploys a template and tells how it goes.

import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import { type DeploymentDocument, deploymentFields } from './deployment-document.ts'
import { deploymentPath, isAtSubscription } from './deployment-place.ts'
import { followDeployment } from './follow-deployment.ts'
import { deploymentBody, templateOptions } from './template-options.ts'

export const createDeployment: ApiCommand = {
  usage: 'create <name>',
  summary: 'Deploy a template',
  examples: [
    'carrel deployment create lab --template-file azuredeploy.json -p azuredeploy.parameters.json -p size=small',
    'carrel deployment create lab --template-uri https://example.org/azuredeploy.json -g research --no-wait',
    'carrel deployment create groups --scope sub --template-file groups.json',
  ],
  options: templateOptions,
  isLong: true,
  asks: true,
  async run(invocation) {
    const session = await invocation.session()
    const name = invocation.argument('name')
    const body = await deploymentBody(invocation)
    if (invocation.option('mode') === 'Complete' && !isAtSubscription(invocation))
      await invocation.confirm('Delete what is in the group and not in the template?')
    const accepted = await session.call<DeploymentDocument>('PUT', deploymentPath(invocation, session), body)
    if (invocation.isOff('wait')) {
      invocation.say(`Accepted: ${name}. See "carrel deployment show ${name}".`)
      return invocation.showOne(accepted, deploymentFields)
    }
    invocation.showOne(await untilInterrupted(followDeployment(invocation, session), name), deploymentFields)
  },
}

/** Leaving the command leaves the deployment to go on. */
async function untilInterrupted<T>(work: Promise<T>, name: string): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const interrupt = () => {
    const nextStep = `see how it goes with "carrel deployment show ${name}", or end it with "carrel deployment cancel ${name}"`
    reject(new CliFailure(`No longer waiting. Carrel goes on with ${name}.`, nextStep, exitCodes.interrupted))
  }
  process.once('SIGINT', interrupt)
  try {
    return await Promise.race([work, promise])
  } finally {
    process.off('SIGINT', interrupt)
  }
}
