// `role`: roles and who has them.

import type { Command } from 'commander'
import { assignmentCommands } from '../access/assignments.ts'
import { definitionCommands, listRoleDefinitions } from '../access/definitions.ts'
import { apiCommand } from '../frame/api-command.ts'

export function roleCommands(program: Command): void {
  const role = program.command('role').description('Roles, and who has which where')
  apiCommand(role, listRoleDefinitions)
  const definition = role.command('definition').description('What roles allow; roles of your own')
  for (const declaration of definitionCommands) apiCommand(definition, declaration)
  const assignment = role.command('assignment').description('Who has which role, and where')
  for (const declaration of assignmentCommands) apiCommand(assignment, declaration)
}
