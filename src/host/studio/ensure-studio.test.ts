import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureStudio } from './ensure-studio.ts'
import { studioFingerprint } from './studio-fingerprint.ts'
import { tidyBuilds } from './tidy-builds.ts'

let cache: string
let fingerprint: string
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'carrel-studio-cache-'))
  fingerprint = await studioFingerprint()
})
afterEach(() => rm(cache, { recursive: true }))

/** As if it had been used so many days ago. */
async function built(name: string, days: number, mark = 'another'): Promise<void> {
  const folder = join(cache, name)
  await mkdir(folder)
  await writeFile(join(folder, 'built-from'), mark)
  const at = new Date(Date.now() - days * 86_400_000)
  await utimes(folder, at, at)
}

test('of the pages that were built for other versions the five used last stay, and no build that was killed', async () => {
  const own = `studio-${fingerprint.slice(0, 12)}`
  // Built long ago, by a clone that has not been run since.
  await built(own, 90, fingerprint)
  const others = Array.from({ length: 7 }, (_, index) => `studio-${String(index).repeat(12)}`)
  for (const [index, name] of others.entries()) await built(name, 1 + index)
  await built('studio-888888888888.gone', 8)
  await built('studio-build-AbCd12', 2)
  await built('studio-build-now123', 0.5)
  await built('compiled', 100)

  await ensureStudio({ folder: join(cache, 'served'), cacheFolder: cache, report: () => {} })
  expect(await readFile(join(cache, 'served', 'built-from'), 'utf8')).toBe(fingerprint)
  const kept = [own, ...others.slice(0, 5), 'studio-build-now123', 'compiled', 'served']
  expect((await readdir(cache)).toSorted()).toEqual(kept.toSorted())
  // By another version: this one was used later than all that are there.
  await built('studio-ffffffffffff', 0)
  tidyBuilds(cache, 'studio-ffffffffffff')
  const then = ['studio-ffffffffffff', ...kept.filter((name) => name !== others[4])]
  expect((await readdir(cache)).toSorted()).toEqual(then.toSorted())
})
