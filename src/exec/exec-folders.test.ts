import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openExecFolders, persistentFolder } from './exec-folders.ts'

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'carrel-folders-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

const target = { endpoint: 'https://localhost:8443', aliases: [], tenantId: 't', authority: undefined }
const open = (changes: { isFresh?: boolean; isRegistered?: boolean } = {}) =>
  openExecFolders({ home, target, isFresh: false, isRegistered: false, ...changes })

test('what tools keep is there at the next run, for this person alone; what belongs to a run is not', async () => {
  let run: string
  {
    await using first = await open()
    await writeFile(join(first.config, 'kept'), '')
    run = first.run
    for (const folder of [first.config, first.run]) expect((await stat(folder)).mode & 0o777).toBe(0o700)
  }
  await expect(stat(run)).rejects.toThrow(/ENOENT/)
  await using second = await open()
  expect(await readdir(second.config)).toEqual(['kept'])
})

test('a fresh run begins empty and takes everything along; the registered cloud has a folder of its own', async () => {
  let config: string
  {
    await using fresh = await open({ isFresh: true })
    config = fresh.config
    expect(await readdir(config)).toEqual([])
  }
  await expect(stat(config)).rejects.toThrow(/ENOENT/)
  await using plain = await open()
  await using registered = await open({ isRegistered: true })
  expect(registered.config).not.toBe(plain.config)
})

test('another installation, also a later one at the same address, has another folder', () => {
  const folder = persistentFolder({ home, target })
  expect(persistentFolder({ home, target: { ...target, tenantId: 'u' } })).not.toBe(folder)
  expect(persistentFolder({ home, target: { ...target, endpoint: 'https://localhost:9443' } })).not.toBe(folder)
})
