// Runs the tests of one Vitest project in a process of its own, so that neither a crash nor a forgotten handle takes the
// run with it. A stage that ends without saying how, or in which no test was found, has failed.

import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { failedStage, type StageResult } from './stage-result.ts'
import type { StageOptions } from './stages.ts'

/** From the child: counts while it runs, once the result. */
export type ProjectMessage =
  | { readonly kind: 'progress'; readonly text: string }
  | { readonly kind: 'result'; readonly result: StageResult }

const root = join(import.meta.dirname, '..', '..')
const tailLength = 40

export async function runProject(
  name: string,
  { isLong, progress }: StageOptions,
  folder: string = root,
): Promise<StageResult> {
  const child = fork(join(import.meta.dirname, 'project-process.ts'), [name], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...(isLong ? { CARREL_TEST_LONG: '1' } : {}) },
  })
  const tail = tailOf(child)
  let result: StageResult | undefined
  child.on('message', (message: ProjectMessage) => {
    if (message.kind === 'progress') progress(message.text)
    else result = message.result
  })
  const how = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  if (result === undefined) return failedStage(name, [...tail, `The tests ended with ${how} and no result.`].join('\n'))
  return result
}

/** The last lines it said, as they stand. */
function tailOf(child: ChildProcess): string[] {
  const tail: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail.push(...text.split('\n').filter((line) => line !== ''))
      tail.splice(0, Math.max(0, tail.length - tailLength))
    })
  }
  return tail
}
