// Where Node keeps what it compiled of this clone. Each clone has a folder of its own, so that those of clones that are
// gone can be told and removed. A process whose folder goes meanwhile compiles anew what it needs, and nothing else.

import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'

const mostKept = 6

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
    if (isNew) prune(all, name)
  } catch {
    // Nothing is kept then.
  }
  return own
}

function prune(all: string, own: string): void {
  const others = readdirSync(all)
    .filter((name) => name !== own)
    .map((name) => ({ path: join(all, name), at: statSync(join(all, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
  for (const { path } of others.toSorted((a, b) => b.at - a.at).slice(mostKept - 1)) {
    try {
      rmSync(path, { recursive: true, force: true })
    } catch {
      // Somebody writes there at this moment: it is in use.
    }
  }
}
