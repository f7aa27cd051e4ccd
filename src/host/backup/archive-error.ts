import { StepFailure } from '../step-failure.ts'

/** What is wrong with an archive; nothing was taken over from it. */
export class ArchiveError extends StepFailure {
  constructor(message: string, nextStep = 'use another backup; nothing was restored', cause?: unknown) {
    super(message, nextStep, cause)
  }
}
