// A Python of a version that a client runs on, from the path or from pyenv.

import { execFileSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The first of `versions` (`3.12`) that is there; undefined where there is none, and says so. One that cannot make an environment does not count. */
export function findPython(client: string, versions: readonly string[]): string | undefined {
  const found = versions.flatMap(candidates).find(makesEnvironments)
  if (found === undefined) console.log(`${client} skipped: no Python ${versions.join(', ')} on the path or from pyenv`)
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
