// The web applications that were built in the cache: each version leaves one, and so does a build that was killed.

import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { keepLastUsed } from '../keep-last-used.ts'

/** Of the folders that builds work in. */
export const workPrefix = 'studio-build-'
/** No build takes as long. */
const brokenOffMs = 24 * 3600_000

/** Keeps those that were used last, `own` among them. What may not be removed stays. */
export function tidyBuilds(cacheFolder: string, own: string): void {
  try {
    keepLastUsed({ folder: cacheFolder, isOne: (name) => /^studio-[0-9a-f]{12}$/.test(name), own })
    for (const name of readdirSync(cacheFolder).filter((each) => each.startsWith(workPrefix))) {
      const path = join(cacheFolder, name)
      const at = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
      if (at < Date.now() - brokenOffMs) rmSync(path, { recursive: true, force: true })
    }
  } catch {
    // The cache may be somebody else's to write.
  }
}
