// A step of set-up that could not be done, told so that a person can act: what, why, and what to do next.

export class StepFailure extends Error {
  override readonly name = 'StepFailure'
  readonly nextStep: string

  constructor(message: string, nextStep: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.nextStep = nextStep
  }
}

/** What went wrong in which phase; `up` prints it and ends with 1. */
export class PhaseFailure extends Error {
  override readonly name = 'PhaseFailure'
  readonly phase: string
  readonly nextStep: string

  constructor(phase: string, cause: unknown) {
    super(messageOf(cause), { cause })
    this.phase = phase
    this.nextStep =
      cause instanceof StepFailure ? cause.nextStep : 'run the same command again; it goes on where it was'
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
