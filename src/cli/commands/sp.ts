// `sp`: identities for scripts.

import type { Command } from 'commander'
import { servicePrincipalCommandList } from '../directory/sp-commands.ts'
import { apiCommand } from '../frame/api-command.ts'

export function servicePrincipalCommands(program: Command): void {
  const sp = program.command('sp').description('Identities for scripts (service principals)')
  for (const declaration of servicePrincipalCommandList) apiCommand(sp, declaration)
}
