// The web application, built from `web/` when its sources or its libraries have changed: idempotent, and built once for
// all installations of one account.

import { cp, mkdir, readFile, rename, rm, utimes } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { buildStudio } from './build-studio.ts'
import { studioFingerprint } from './studio-fingerprint.ts'
import { tidyBuilds } from './tidy-builds.ts'

export interface EnsureStudioOptions {
  /** Where the server reads it. */
  readonly folder: string
  /** Where builds and tools are kept, outside the clone. */
  readonly cacheFolder: string
  /** The line a person should see now. */
  readonly report: (line: string) => void
}

const markName = 'built-from'

export async function ensureStudio({ folder, cacheFolder, report }: EnsureStudioOptions): Promise<void> {
  const fingerprint = await studioFingerprint()
  if ((await markIn(folder)) === fingerprint) return
  const built = join(cacheFolder, `studio-${fingerprint.slice(0, 12)}`)
  const now = new Date()
  // Before it is looked at: for whoever tidies up it is in use from here on.
  await utimes(built, now, now).catch(() => undefined)
  if ((await markIn(built)) !== fingerprint) await buildStudio({ folder: built, cacheFolder, fingerprint, report })
  tidyBuilds(cacheFolder, basename(built))
  // A running server has read what was there; the next one finds the new one whole.
  const [fresh, old] = [`${folder}.new`, `${folder}.old`]
  await mkdir(dirname(folder), { recursive: true })
  await Promise.all([fresh, old].map((path) => rm(path, { recursive: true, force: true })))
  await cp(built, fresh, { recursive: true })
  await rename(folder, old).catch(() => undefined)
  await rename(fresh, folder)
  await rm(old, { recursive: true, force: true })
}

async function markIn(folder: string): Promise<string | undefined> {
  return readFile(join(folder, markName), 'utf8').catch(() => undefined)
}
