// The one place where a command's failure becomes lines on standard error and an exit code.

import { CommanderError } from 'commander'
import { ApiError } from '../api-error.ts'
import { CliFailure } from './cli-failure.ts'
import { exitCodeOfStatus, exitCodes } from './exit-codes.ts'

/** Answers the exit code. Bad usage was told by the parser already. */
export function reportFailure(error: unknown, write: (text: string) => void): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.badUsage
  const message = error instanceof Error ? error.message : String(error)
  const nextStep = error instanceof Error && 'nextStep' in error ? error.nextStep : undefined
  write(`carrel: ${printable(message)}\n`)
  if (typeof nextStep === 'string') write(`  next: ${printable(nextStep)}\n`)
  return exitCodeOf(error)
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CliFailure) return error.exitCode
  return error instanceof ApiError ? exitCodeOfStatus(error.status) : exitCodes.failed
}

/** Words of a server reach a terminal: no control characters but line ends. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '?')
}
