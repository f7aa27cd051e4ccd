// Gathers what Vitest reports into a stage's result. Everything that went wrong is a failure: tests, files that do not
// load, hooks, errors nobody caught, and tests that were to run and did not.

import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Reporter, SerializedError, TestCase, TestModule, TestSuite } from 'vitest/node'
import { namedRows } from '../rows/named-rows.ts'
import type { RowResult } from '../rows/row-result.ts'
import type { StageResult } from './stage-result.ts'

/** What Vitest gives a reporter of an error in a test. */
type ReportedError = SerializedError & { readonly diff?: string }

export class CollectingReporter implements Reporter {
  readonly #progress: (text: string) => void
  readonly #counts = { passed: 0, failed: 0, skipped: 0, pending: 0 }
  readonly #failures: { title: string; text: string }[] = []
  readonly #skipped: { title: string; reason: string }[] = []
  readonly #output: string[] = []
  readonly #rows: RowResult[] = []

  constructor(progress: (text: string) => void) {
    this.#progress = progress
  }

  onTestCaseResult(test: TestCase): void {
    this.#counts[test.result().state]++
    const { passed, failed, skipped } = this.#counts
    this.#progress(`${passed} passed, ${failed} failed, ${skipped} skipped: ${test.fullName}`)
  }

  onUserConsoleLog({ content }: { content: string }): void {
    this.#output.push(...stripVTControlCharacters(content).trimEnd().split('\n'))
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    this.#counts.passed = 0
    for (const module of modules) {
      this.#addErrors(`${module.relativeModuleId}: the file`, module.errors())
      for (const suite of module.children.allSuites()) this.#addErrors(titleOf(suite), suite.errors())
      for (const test of module.children.allTests()) this.#addTest(test)
    }
    this.#addErrors('An error that no test caught', unhandledErrors)
  }

  result(): StageResult {
    return {
      passed: this.#counts.passed,
      failures: this.#failures,
      skipped: this.#skipped,
      output: this.#output,
      rows: this.#rows,
    }
  }

  #addTest(test: TestCase): void {
    const result = test.result()
    this.#addRows(test, result.state === 'pending' ? 'failed' : result.state)
    switch (result.state) {
      case 'passed':
        this.#counts.passed++
        return
      case 'failed':
        this.#failures.push({ title: titleOf(test), text: result.errors.map(textOf).join('\n\n') })
        return
      case 'skipped':
        this.#skipped.push({ title: titleOf(test), reason: result.note ?? reasonAround(test) })
        return
      case 'pending':
        this.#failures.push({ title: titleOf(test), text: 'It was to run and did not.' })
    }
  }

  #addRows(test: TestCase, state: RowResult['state']): void {
    const rows = namedRows(test.fullName)
    if (rows.length > 0) this.#rows.push({ rows, file: test.module.relativeModuleId, title: test.fullName, state })
  }

  #addErrors(title: string, errors: readonly SerializedError[]): void {
    if (errors.length > 0) this.#failures.push({ title, text: errors.map(textOf).join('\n\n') })
  }
}

function titleOf(test: TestCase | TestSuite): string {
  return `${test.module.relativeModuleId} > ${test.fullName}`
}

function reasonAround(test: TestCase): string {
  const isBroken = (around: TestCase['parent']): boolean =>
    around.errors().length > 0 || (around.type === 'suite' && isBroken(around.parent))
  return isBroken(test.parent) ? 'its set-up failed' : 'no reason given'
}

/** What it came from, and what it stands for: a clean-up that fails hides what failed before it in `suppressed`. */
function within(error: ReportedError): string[] {
  const { cause, suppressed, error: last, errors } = error as Partial<Record<string, unknown>>
  return [
    ['caused by', cause],
    ['first', suppressed],
    ['then, while cleaning up,', last],
    ...(Array.isArray(errors) ? errors : []).map((each: unknown) => ['among others', each]),
  ].flatMap(([how, each]) => (isReported(each) ? [`${how} ${textOf(each)}`] : []))
}

function isReported(error: unknown): error is ReportedError {
  return typeof error === 'object' && error !== null && 'message' in error
}

function textOf(error: ReportedError): string {
  const frames = (error.stacks ?? []).map(
    ({ file, line, column, method }) => `    at ${method || '…'} ${relative(process.cwd(), file)}:${line}:${column}`,
  )
  const lines = [
    `${error.name ?? 'Error'}: ${error.message}`,
    ...(error.diff ? [error.diff] : []),
    ...frames,
    ...within(error),
  ]
  return stripVTControlCharacters(lines.join('\n'))
}
