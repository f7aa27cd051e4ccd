// What a stage of the test run came to, and the one line the whole run closes with.

import type { RowResult } from '../rows/row-result.ts'

export interface StageResult {
  readonly passed: number
  readonly failures: readonly { readonly title: string; readonly text: string }[]
  readonly skipped: readonly { readonly title: string; readonly reason: string }[]
  /** What tests printed. */
  readonly output: readonly string[]
  /** Of the tests whose titles name rows of the contract. */
  readonly rows?: readonly RowResult[]
}

/** `N passed, N failed`, and `, N skipped` when there are any. */
export function countsOf(results: readonly StageResult[]): string {
  const sum = (count: (result: StageResult) => number) => results.reduce((total, result) => total + count(result), 0)
  const skipped = sum((result) => result.skipped.length)
  const counts = `${sum(({ passed }) => passed)} passed, ${sum(({ failures }) => failures.length)} failed`
  return skipped === 0 ? counts : `${counts}, ${skipped} skipped`
}

export function hasFailed(results: readonly StageResult[]): boolean {
  return results.some(({ failures }) => failures.length > 0)
}

export function failedStage(title: string, text: string): StageResult {
  return { passed: 0, failures: [{ title, text }], skipped: [], output: [] }
}
