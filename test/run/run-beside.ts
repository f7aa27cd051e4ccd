// Vitest projects as one stage, as many side by side as there are processors, three at the least: what waits for a machine
// in one leaves the processor to the others.

import { availableParallelism } from 'node:os'
import { runProject } from './run-project.ts'
import type { StageResult } from './stage-result.ts'
import type { StageOptions } from './stages.ts'

export async function runBeside(names: readonly string[], options: StageOptions): Promise<StageResult> {
  const latest = new Map<string, string>()
  const waiting = [...names]
  const results: StageResult[] = []
  const runOn = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const project = name
      const progress = (text: string) => {
        latest.set(project, text)
        options.progress([...latest].map(([each, said]) => `${each}: ${said}`).join('  |  '))
      }
      results.push(await runProject(project, { ...options, progress }))
      latest.delete(project)
    }
  }
  await Promise.all(Array.from({ length: Math.max(3, availableParallelism()) }, runOn))
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
