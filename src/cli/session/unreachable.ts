import { CliFailure } from '../frame/cli-failure.ts'

/** Nobody answered, or somebody who is not trusted. */
export class Unreachable extends CliFailure {
  /** It may be over in a moment: a server that starts again. */
  readonly isPassing: boolean

  constructor(message: string, nextStep: string, isPassing: boolean) {
    super(message, nextStep)
    this.isPassing = isPassing
  }
}
