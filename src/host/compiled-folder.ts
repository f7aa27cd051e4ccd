// Where Node keeps what it compiled of this clone. Each clone has a folder of its own, so that those of clones that are
// gone can be told and removed. A process whose folder goes meanwhile compiles anew what it needs, and nothing else.

import { createHash } from 'node:crypto'
import { mkdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { keepLastUsed } from './keep-last-used.ts'

/** Makes it, and with a new one removes those that were not used for longest. A folder that may not be written is no fault. */
export function compiledFolder(cacheFolder: string, clone: string): string {
  const all = join(cacheFolder, 'compiled')
  const name = createHash('sha256').update(`${process.version} ${clone}`).digest('hex').slice(0, 16)
  const own = join(all, name)
  try {
    const isNew = mkdirSync(own, { recursive: true }) !== undefined
    const now = new Date()
    // When it was last used.
    utimesSync(own, now, now)
    if (isNew) keepLastUsed({ folder: all, isOne: () => true, own: name })
  } catch {
    // Nothing is kept then.
  }
  return own
}
