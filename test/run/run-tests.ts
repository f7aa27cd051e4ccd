// `./carrel test`: every test there is, from types to the running product, on a machine that may lack everything. The last
// line is `N passed, N failed`, with `, N skipped` when something was, and nothing is skipped without a reason.

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { checkRows } from '../rows/check-rows.ts'
import { compatibilityPage } from '../rows/compatibility-page.ts'
import { rowResultsFolder } from '../rows/row-results-folder.ts'
import { prepareMachine } from './prepare-machine.ts'
import { withStageLine } from './stage-line.ts'
import { countsOf, hasFailed, type StageResult } from './stage-result.ts'
import { stages } from './stages.ts'

const linesOfAFailure = 25

export interface RunTestsOptions {
  /** The full storms, fuzz and load; tests see `CARREL_TEST_LONG=1`. */
  readonly long: boolean
  /** The name of the one stage to run. */
  readonly only?: string
}

/** The exit code: 0 all passed, 1 something failed, 2 there is no such stage. */
export async function runTests({ long, only }: RunTestsOptions): Promise<number> {
  const chosen = stages.filter(({ name }) => only === undefined || name === only)
  if (chosen.length === 0) {
    console.error(`There is no stage ${only}. The stages are ${stages.map(({ name }) => name).join(', ')}.`)
    return 2
  }
  await prepareMachine(chosen.map(({ name }) => name))
  const clients = chosen.some(({ name }) => name === 'product') ? installClientsMeanwhile() : undefined
  const results: StageResult[] = []
  for (const { name, run } of chosen) {
    const result = await withStageLine(name, async (progress) => {
      if (name === 'product') await untilInstalled(clients, progress)
      return run({ isLong: long, progress })
    })
    tell(result)
    results.push(result)
    if (result.rows !== undefined) rowResultsFolder.save(name, result.rows)
  }
  if (only === undefined) results.push(await rowsStage(results))
  retell(results)
  console.log(countsOf(results))
  return hasFailed(results) ? 1 : 0
}

/** Whether docs/compatibility.md says what this run has shown. */
async function rowsStage(results: readonly StageResult[]): Promise<StageResult> {
  const shown = results.flatMap(({ rows = [] }) => rows)
  const result = await withStageLine('rows', async () => checkRows(compatibilityPage.section(), shown))
  tell(result)
  return result
}

/** Goes on beside the stages that come first; answers when it is over. */
function installClientsMeanwhile(): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'install-clients.ts')], { stdio: 'ignore' })
  return new Promise((resolve) => {
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
}

/** A test that comes first would install the same once more, beside all others, and may not be done in its time. */
async function untilInstalled(clients: Promise<void> | undefined, progress: (text: string) => void): Promise<void> {
  progress('installing the clients')
  await clients
  progress('')
}

function tell({ output, skipped, failures }: StageResult): void {
  for (const line of onceEach(output)) console.log(`    | ${line}`)
  for (const { title, reason } of skipped) console.log(`    skipped: ${title}: ${reason}`)
  for (const { title, text } of failures) console.log(`    failed: ${title}\n${indented(text)}\n`)
}

/** A line that some tool says again and again, once. */
function onceEach(lines: readonly string[]): string[] {
  return lines.filter((line, at) => line !== lines[at - 1])
}

/** What failed, once more at the end: of a long run only the end may have been kept. */
function retell(results: readonly StageResult[]): void {
  const failures = results.flatMap((result) => result.failures)
  if (failures.length > 0) console.log('\nWhat failed:')
  for (const { title, text } of failures) console.log(`    ${title}\n${indented(briefly(text))}\n`)
}

function briefly(text: string): string {
  const lines = text.split('\n')
  return lines.length <= linesOfAFailure ? text : [...lines.slice(0, linesOfAFailure), '…'].join('\n')
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '      ')
}
