// The command line as the launcher's own processes are started by it: those commands alone.

import { processCommands } from './commands/processes.ts'
import { runProgram } from './run-program.ts'

export function runCli(argv: readonly string[]): Promise<void> {
  return runProgram(argv, [processCommands])
}
