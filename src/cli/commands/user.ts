// `user`: who signs in here, and their groups.

import type { Command } from 'commander'
import { userCommands } from '../directory/user-commands.ts'
import { userGroupCommands } from '../directory/user-group-commands.ts'
import { apiCommand } from '../frame/api-command.ts'

export function peopleCommands(program: Command): void {
  const user = program.command('user').description('People who sign in here, and groups of them')
  for (const declaration of userCommands) apiCommand(user, declaration)
  const group = user.command('group').description('Groups of users, service principals and other groups')
  for (const declaration of userGroupCommands) apiCommand(group, declaration)
}
