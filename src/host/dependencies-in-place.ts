// Run by `./carrel` before any dependency exists, so it imports nothing: ends with 0 when what the lock file wants is in
// node_modules already, whoever put it there.
//   node dependencies-in-place.ts CLONE runtime|all

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface LockedPackage {
  readonly version?: string
  readonly dev?: boolean
  readonly optional?: boolean
}

const [clone = '.', scope = 'all'] = process.argv.slice(2)
process.exitCode = lacking().length === 0 ? 0 : 1

function lacking(): string[] {
  const installed = packagesOf(join(clone, 'node_modules', '.package-lock.json'))
  return Object.entries(packagesOf(join(clone, 'package-lock.json')))
    .filter(([path, wanted]) => path !== '' && (scope === 'all' || wanted.dev !== true))
    .filter(([path, wanted]) => {
      const found = installed[path]
      return found === undefined ? wanted.optional !== true : found.version !== wanted.version
    })
    .map(([path]) => path)
}

function packagesOf(path: string): Record<string, LockedPackage> {
  if (!existsSync(path)) return {}
  const lock: { packages?: Record<string, LockedPackage> } = JSON.parse(readFileSync(path, 'utf8'))
  return lock.packages ?? {}
}
