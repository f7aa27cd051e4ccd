// The stages in the order they run: what takes least first.

import { runBeside } from './run-beside.ts'
import { runChecker } from './run-checker.ts'
import { runProject } from './run-project.ts'
import type { StageResult } from './stage-result.ts'

export interface Stage {
  readonly name: string
  run(options: StageOptions): Promise<StageResult>
}

export interface StageOptions {
  readonly isLong: boolean
  /** How far it is, for a person who watches. */
  progress(text: string): void
}

/** Whichever begins last ends last: then one of the longer ones would run on while the other processors wait. */
const longestFirst = ['product', 'az', 'faults', 'e2e', 'commands', 'clients']

export const stages: readonly Stage[] = [
  { name: 'types', run: () => runChecker('types', 'tsc', ['--noEmit', '--pretty', 'false']) },
  { name: 'web', run: () => runChecker('web', 'tsc', ['--noEmit', '--pretty', 'false', '-p', 'web']) },
  { name: 'lint', run: () => runChecker('lint', 'biome', ['check', '--colors=off', '--max-diagnostics=100', '.']) },
  ...['unit', 'contract', 'api'].map(project),
  { name: 'product', run: (options) => runBeside(longestFirst, options) },
  project('fidelity'),
]

function project(name: string): Stage {
  return { name, run: (options) => runProject(name, options) }
}
