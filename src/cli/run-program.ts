// The frame around every command, whichever list of them a machine has. What a command needs is loaded when it is
// called, so that no command pays for another.

import { Command } from 'commander'
import { endWhenNobodyReads } from './closed-output.ts'
import { reportFailure } from './frame/report-failure.ts'
import { programVersion } from './program-version.ts'

/** Adds itself to the program. */
export type AddCommands = (program: Command) => void

/** Runs one command. Ends the process when it fails; leaves the exit code to commands that do not. */
export async function runProgram(argv: readonly string[], commands: readonly AddCommands[]): Promise<void> {
  endWhenNobodyReads()
  try {
    await createProgram(commands).parseAsync([...argv], { from: 'user' })
  } catch (error) {
    const code = reportFailure(error, (text) => void process.stderr.write(text))
    if (argv.includes('--debug') && error instanceof Error) process.stderr.write(`${error.stack}\n`)
    // At once: what a failed command left open must not keep it.
    process.exit(code)
  }
}

/** The commands in the order of the help. */
export function createProgram(commands: readonly AddCommands[]): Command {
  const program = new Command('carrel')
    .description('Development machines, clusters and jobs on your own hardware, behind the ARM API.')
    .version(programVersion(), '-V, --version', 'print the version')
    .showHelpAfterError('(add --help to see how it is used)')
    .showSuggestionAfterError(true)
    .exitOverride()
    .helpCommand(true)
  for (const add of commands) add(program)
  return program
}
