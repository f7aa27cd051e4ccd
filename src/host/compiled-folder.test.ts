import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { compiledFolder } from './compiled-folder.ts'

describe('what is kept of what was compiled', () => {
  let cache: string
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'carrel-compiled-'))
  })
  afterEach(() => rm(cache, { recursive: true }))

  const names = async () => (await readdir(join(cache, 'compiled'))).toSorted()
  /** As if it had been used so many days ago. */
  async function used(clone: string, days: number): Promise<string> {
    const folder = compiledFolder(cache, clone)
    await mkdir(join(folder, 'v24'), { recursive: true })
    await writeFile(join(folder, 'v24', 'aa'), 'x')
    const at = new Date(Date.now() - days * 86_400_000)
    await utimes(folder, at, at)
    return basename(folder)
  }

  test('is that of the six clones that were used last, this one among them', async () => {
    const clones: string[] = []
    for (const days of [9, 8, 7, 6, 5]) clones.push(await used(`/clones/${days}`, days))
    // Used again since.
    compiledFolder(cache, '/clones/9')
    const own = basename(compiledFolder(cache, '/clones/own'))
    expect(await names()).toEqual([...clones, own].toSorted())
    const next = basename(compiledFolder(cache, '/clones/next'))
    const [nine, , ...later] = clones
    expect(await names()).toEqual([nine, ...later, own, next].toSorted())
  })

  test('is one folder for one clone, and none where nothing may be written', async () => {
    expect(compiledFolder(cache, '/clones/a')).toBe(compiledFolder(cache, '/clones/a'))
    await writeFile(join(cache, 'file'), '')
    expect(() => compiledFolder(join(cache, 'file'), '/clones/a')).not.toThrow()
  })

  test('is used by the binary, which goes on when it is taken away', async () => {
    const source = join(import.meta.dirname, '..')
    const env = { ...process.env, CARREL_CACHE: cache }
    const version = () =>
      promisify(execFile)(process.execPath, [join(source, 'main.ts'), '--version'], { env, cwd: cache })
    const first = await version()
    const own = compiledFolder(cache, source)
    const [kept = ''] = await readdir(own)
    expect((await readdir(join(own, kept))).length).toBeGreaterThan(0)
    await rm(own, { recursive: true })
    expect((await version()).stdout).toBe(first.stdout)
  })
})
