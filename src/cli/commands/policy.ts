// `policy`: what resources may and must be.

import type { Command } from 'commander'
import { type ApiCommand, apiCommand } from '../frame/api-command.ts'
import { assignmentCommands, exemptionCommands } from '../policy/assignments.ts'
import { definitionCommands, initiativeCommands } from '../policy/definitions.ts'
import { stateCommands } from '../policy/states.ts'

export function policyCommands(program: Command): void {
  const policy = program.command('policy').description('What resources may and must be, for everybody')
  const groups: readonly [name: string, description: string, commands: readonly ApiCommand[]][] = [
    ['definition', 'Rules, of your own and built in', definitionCommands],
    ['initiative', 'Rules that are assigned together', initiativeCommands],
    ['assignment', 'Which rules bind which scope', assignmentCommands],
    ['exemption', 'What is let off, and until when', exemptionCommands],
    ['state', 'How resources stand against what is assigned', stateCommands],
  ]
  for (const [name, description, commands] of groups) {
    const group = policy.command(name).description(description)
    for (const declaration of commands) apiCommand(group, declaration)
  }
}
