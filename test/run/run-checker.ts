import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { failedStage, type StageResult } from './stage-result.ts'

const root = join(import.meta.dirname, '..', '..')

/** Runs one of the development tools over the sources; as a whole it counts as one test. */
export function runChecker(name: string, tool: string, args: readonly string[]): Promise<StageResult> {
  const command = join(root, 'node_modules', '.bin', tool)
  return new Promise((resolve) => {
    execFile(command, [...args], { cwd: root, maxBuffer: 64 * 1024 ** 2 }, (error, stdout, stderr) => {
      const said = `${stdout}${stderr}`.trim()
      resolve(
        error === null
          ? { passed: 1, failures: [], skipped: [], output: [] }
          : failedStage(name, said === '' ? error.message : said),
      )
    })
  })
}
