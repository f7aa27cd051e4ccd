// The command line. What a command needs is loaded when it is called, so that no command pays for another.

import { Command } from 'commander'
import { careCommands } from './commands/care.ts'
import { computeCommands } from './commands/compute.ts'
import { dataCommands } from './commands/data.ts'
import { execCommand } from './commands/exec.ts'
import { hostCommands } from './commands/host.ts'
import { processCommands } from './commands/processes.ts'
import { servicePrincipalCommands } from './commands/sp.ts'
import { testCommand } from './commands/test.ts'
import { reportFailure } from './frame/report-failure.ts'

/** Runs one command. Ends the process when it fails; leaves the exit code to commands that do not. */
export async function runCli(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync([...argv], { from: 'user' })
  } catch (error) {
    const code = reportFailure(error, (text) => void process.stderr.write(text))
    if (argv.includes('--debug') && error instanceof Error) process.stderr.write(`${error.stack}\n`)
    // At once: what a failed command left open must not keep it.
    process.exit(code)
  }
}

/** Every command there is, in the order of the help. */
export function createProgram(): Command {
  const program = new Command('carrel')
    .description('Development machines, clusters and pools on your own hardware, behind the ARM API.')
    .showHelpAfterError('(add --help to see how it is used)')
    .showSuggestionAfterError(true)
    .exitOverride()
    .helpCommand(true)
  for (const add of commands) add(program)
  return program
}

const commands: readonly ((program: Command) => void)[] = [
  hostCommands,
  careCommands,
  dataCommands,
  computeCommands,
  servicePrincipalCommands,
  execCommand,
  testCommand,
  processCommands,
]
