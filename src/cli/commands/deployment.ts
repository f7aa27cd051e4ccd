// `deployment`: templates, deployed to a group or to the subscription.

import type { Command } from 'commander'
import { validateTemplate, whatIf } from '../deployment/ask.ts'
import { createDeployment } from '../deployment/create.ts'
import { endCommands } from '../deployment/end.ts'
import { readCommands } from '../deployment/reads.ts'
import { apiCommand } from '../frame/api-command.ts'

export function deploymentCommands(program: Command): void {
  const deployment = program.command('deployment').description('Deployments of ARM templates')
  const commands = [createDeployment, validateTemplate, whatIf, ...readCommands, ...endCommands]
  for (const declaration of commands) apiCommand(deployment, declaration)
}
