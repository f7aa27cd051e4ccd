// `keys`: what signs the tokens of everybody who signs in.

import type { Command } from 'commander'
import { listKeys, rotateKeys } from '../directory/key-commands.ts'
import { apiCommand } from '../frame/api-command.ts'

export function keyCommands(program: Command): void {
  const keys = program.command('keys').description('Keys that sign the tokens of everybody who signs in')
  for (const declaration of [listKeys, rotateKeys]) apiCommand(keys, declaration)
}
