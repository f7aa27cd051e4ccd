// The command line on a machine that has a clone: everything.

import { apiCommands } from './api-commands.ts'
import { careCommands } from './commands/care.ts'
import { dataCommands } from './commands/data.ts'
import { hostCommands } from './commands/host.ts'
import { processCommands } from './commands/processes.ts'
import { testCommand } from './commands/test.ts'
import { type AddCommands, runProgram } from './run-program.ts'

/** Runs one command. Ends the process when it fails; leaves the exit code to commands that do not. */
export function runCli(argv: readonly string[]): Promise<void> {
  return runProgram(argv, commands)
}

/** In the order of the help. */
const commands: readonly AddCommands[] = [
  hostCommands,
  careCommands,
  dataCommands,
  ...apiCommands,
  testCommand,
  processCommands,
]
