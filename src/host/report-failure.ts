// The end of a host command that failed: phase, cause, next step, and exit code 1. A bug keeps its stack.

import type { Reporter } from './reporter.ts'
import { PhaseFailure, StepFailure } from './step-failure.ts'

export function reportFailure(error: unknown, reporter: Reporter): number {
  if (error instanceof PhaseFailure) {
    reporter.say(`\nFailed at: ${error.phase}\n  cause: ${indented(error.message)}\n  next:  ${error.nextStep}`)
    return 1
  }
  if (error instanceof StepFailure) {
    reporter.say(`\nFailed: ${indented(error.message)}\n  next: ${error.nextStep}`)
    return 1
  }
  throw error
}

function indented(text: string): string {
  return text.split('\n').join('\n         ')
}
