// With real mounts, which takes root.

import { execFile } from 'node:child_process'
import { access, mkdir, mkdtemp, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountAt, readMounts, unbindBelow } from './host-mounts.ts'
import { publishedOnHost } from './published-on-host.ts'

const run = promisify(execFile)
const isRoot = process.getuid?.() === 0
if (!isRoot) console.log('skipped: only root mounts')

describe.skipIf(!isRoot)('folders of the host that are published', () => {
  let place: string
  let path: string
  beforeEach(async () => {
    place = await realpath(await mkdtemp(join(tmpdir(), 'carrel-published-')))
    path = join(place, 'host', 'images')
    await mkdir(path, { recursive: true })
    await mkdir(join(place, 'volumes'))
    await writeFile(join(path, 'one'), '')
  })
  afterEach(async () => {
    await unbindBelow(place)
    await rm(place, { recursive: true })
  })
  const open = () => publishedOnHost({ volumes: join(place, 'volumes'), own: async () => [join(place, 'volumes')] })
  const gate = () => join(place, 'volumes', 'datastores', 'key')
  const optionsOf = async () => mountAt(await readMounts(), gate())?.options

  test('are there once, as they must be, and again as they are asked for', async () => {
    const folders = open()
    const identity = await folders.publish('key', { path, isReadOnly: true })
    expect(await folders.look({ path, isReadOnly: true })).toBe(identity)
    expect(await optionsOf()).toEqual(expect.arrayContaining(['ro', 'nosuid', 'nodev']))
    expect(await readdir(gate())).toEqual(['one'])
    await folders.publish('key', { path, isReadOnly: true })
    await folders.publish('key', { path, isReadOnly: false })
    expect(await optionsOf()).toEqual(expect.arrayContaining(['rw', 'nosuid', 'nodev']))
    expect((await readMounts()).filter((mount) => mount.path.startsWith(join(place, 'volumes')))).toHaveLength(1)
    expect(await open().ready()).toEqual(new Set(['key']))
  })

  test('go without a trace, and what is in them stays', async () => {
    const folders = open()
    await folders.publish('key', { path, isReadOnly: false })
    await folders.withdraw('key')
    await folders.withdraw('key')
    expect([await readdir(join(place, 'volumes', 'datastores')), await readdir(path)]).toEqual([[], ['one']])
    expect(await folders.ready()).toEqual(new Set())
  })

  test('are not ready any more when the folder is gone, and are another when there is another', async () => {
    const folders = open()
    const first = await folders.publish('key', { path, isReadOnly: true })
    await rename(path, `${path}.old`)
    await expect(folders.publish('key', { path, isReadOnly: true })).rejects.toMatchObject({
      code: 'HostFolderNotFound',
    })
    expect(await folders.ready()).toEqual(new Set())
    await mkdir(path)
    expect(await folders.publish('key', { path, isReadOnly: true })).not.toBe(first)
    expect(await readdir(gate())).toEqual([])
  })

  test('bring nothing along that is mounted in them, before or later', async () => {
    await run('mount', ['--bind', join(place, 'host'), join(place, 'host')])
    await run('mount', ['--make-shared', join(place, 'host')])
    for (const name of ['before', 'later']) await mkdir(join(path, name))
    const inner = async (name: string) => {
      await run('mount', ['-t', 'tmpfs', 'tmpfs', join(path, name)])
      await writeFile(join(path, name, 'secret'), '')
    }
    await inner('before')
    await open().publish('key', { path, isReadOnly: true })
    await inner('later')
    for (const name of ['before', 'later']) {
      await access(join(path, name, 'secret'))
      expect(await readdir(join(gate(), name))).toEqual([])
    }
  })

  test('leave nothing behind of a making that was cut off', async () => {
    const folders = open()
    await folders.publish('new-key', { path, isReadOnly: true })
    await folders.publish('key', { path, isReadOnly: true })
    expect(await folders.ready()).toEqual(new Set(['key']))
  })
})
