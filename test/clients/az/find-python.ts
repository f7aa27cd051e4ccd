// A Python that the current azure-cli offers to run on.

import { execFileSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const versions = ['3.12', '3.13', '3.11', '3.10']

/** Undefined where there is none; says so. One that cannot make an environment does not count. */
export function findPython(): string | undefined {
  const found = versions.flatMap(candidates).find(makesEnvironments)
  if (found === undefined) console.log(`skipped: no Python ${versions.join(', ')} on the path or from pyenv`)
  return found
}

function candidates(version: string): string[] {
  const pyenv = process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv')
  return [...globSync(join(pyenv, 'versions', `${version}*`, 'bin', `python${version}`)), `python${version}`]
}

function makesEnvironments(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import venv, ensurepip'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
