import { exitCodes } from './exit-codes.ts'

/** A command that cannot go on, told as a person needs it: what is wrong, what to do, and how the command ends. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure'
  readonly nextStep: string | undefined
  readonly exitCode: number

  constructor(message: string, nextStep?: string, exitCode: number = exitCodes.failed) {
    super(message)
    this.nextStep = nextStep
    this.exitCode = exitCode
  }
}
