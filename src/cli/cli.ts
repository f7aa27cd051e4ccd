// The command line: each command is a file that is loaded when it is called, so that no command pays for another.

import { Command } from 'commander'
import { careCommands } from './commands/care.ts'
import { dataCommands } from './commands/data.ts'
import { execCommand } from './commands/exec.ts'
import { hostCommands } from './commands/host.ts'
import { processCommands } from './commands/processes.ts'
import { servicePrincipalCommands } from './commands/sp.ts'
import { testCommand } from './commands/test.ts'

/** Runs one command and sets the process's exit code. */
export async function runCli(argv: readonly string[]): Promise<void> {
  const program = new Command('carrel')
    .description('Development machines, clusters and pools on your own hardware, behind the ARM API.')
    .showHelpAfterError('(carrel --help lists the commands)')
    .helpCommand(true)
  for (const add of [hostCommands, careCommands, dataCommands, servicePrincipalCommands, execCommand, testCommand, processCommands])
    add(program)
  await program.parseAsync([...argv], { from: 'user' })
}
