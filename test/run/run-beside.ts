// Vitest projects as one stage, side by side: what waits for a machine in one leaves the processor to the others.

import { runProject } from './run-project.ts'
import type { StageResult } from './stage-result.ts'
import type { StageOptions } from './stages.ts'

export async function runBeside(names: readonly string[], options: StageOptions): Promise<StageResult> {
  const latest = new Map<string, string>()
  const results = await Promise.all(
    names.map((name) =>
      runProject(name, {
        ...options,
        progress(text) {
          latest.set(name, text)
          options.progress([...latest].map(([project, said]) => `${project}: ${said}`).join('  |  '))
        },
      }),
    ),
  )
  return joined(results)
}

function joined(results: readonly StageResult[]): StageResult {
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    output: results.flatMap(({ output }) => output),
    skipped: results.flatMap(({ skipped }) => skipped),
    failures: results.flatMap(({ failures }) => failures),
    rows: results.flatMap(({ rows = [] }) => rows),
  }
}
