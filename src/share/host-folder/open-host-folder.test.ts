import { execFile } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkHostPath, guardedFolders } from './guarded-folders.ts'
import { openHostFolder } from './open-host-folder.ts'

const run = promisify(execFile)
const isRoot = process.getuid?.() === 0

let host: string
beforeEach(async () => {
  host = await realpath(await mkdtemp(join(tmpdir(), 'carrel-host-folder-')))
  await mkdir(join(host, 'data', 'images'), { recursive: true })
})
afterEach(() => rm(host, { recursive: true, force: true }))

describe('the text of a path', () => {
  const guarded = guardedFolders(['/srv/carrel/data/', '/disk/docker'])

  test('is names, one below the other', () => {
    expect(checkHostPath('/srv/data of ours/ü', guarded)).toEqual(['srv', 'data of ours', 'ü'])
  })

  test.each([
    '',
    'srv',
    '/srv/',
    '/srv//data',
    '/srv/./data',
    '/srv/../etc',
    '/srv/a\nb',
    '/srv/a\0b',
    `/${'x'.repeat(1024)}`,
  ])('is not %j', (path) => {
    expect(() => checkHostPath(path, guarded)).toThrow(expect.objectContaining({ code: 'InvalidHostPath' }))
  })

  test.each([
    ...['/', '/etc', '/etc/ssh', '/proc/1/root', '/root', '/usr/share', '/boot/efi', '/dev/shm', '/run/secrets'],
    ...['/var', '/var/lib', '/var/lib/docker/volumes/x', '/var/log/journal', '/home', '/tmp', '/srv', '/mnt'],
    ...['/home/ana', '/home/ana/.ssh', '/home/ana/.config/x'],
    // Carrel's own and Docker's, with what is above and below them.
    ...['/srv/carrel', '/srv/carrel/data', '/srv/carrel/data/volumes', '/disk', '/disk/docker/overlay2'],
  ])('leads nowhere that is given away: %s', (path) => {
    expect(() => checkHostPath(path, guarded)).toThrow(expect.objectContaining({ code: 'HostFolderRefused' }))
  })

  test.each(['/srv/carrel/database', '/srv/carrel-data', '/etcetera', '/home/ana/data', '/disk/dockers', '/var/www'])(
    'is not mistaken for a guarded one: %s',
    (path) => {
      expect(checkHostPath(path, guarded).join('/')).toBe(path.slice(1))
    },
  )
})

describe('a folder of the host', () => {
  test('is opened as what it is, and another one at its path is another', async () => {
    const path = join(host, 'data', 'images')
    const first = await identityOf(path)
    expect(await identityOf(path)).toBe(first)
    const { dev, ino } = await stat(path)
    expect(first).toBe(`${dev}:${ino}`)
    await rename(path, join(host, 'old'))
    await mkdir(path)
    expect(await identityOf(path)).not.toBe(first)
  })

  test.each([
    ['absent', 'HostFolderNotFound'],
    ['data/absent/below', 'HostFolderNotFound'],
    ['file', 'NotAFolder'],
    ['file/below', 'NotAFolder'],
    ['link', 'LinkInHostPath'],
    ['link/images', 'LinkInHostPath'],
  ])('%s is refused: %s', async (path, code) => {
    await writeFile(join(host, 'file'), '')
    await symlink(join(host, 'data'), join(host, 'link'))
    await expect(identityOf(join(host, path))).rejects.toMatchObject({ code, nextStep: expect.any(String) })
  })

  test('a guarded one is known by what it is, under whatever name it is mounted', async ({ skip }) => {
    if (!isRoot) skip()
    const alias = join(host, 'alias')
    await mkdir(alias)
    await run('mount', ['--bind', join(host, 'data'), alias])
    try {
      const own = { own: [join(host, 'data', 'images')] }
      await expect(identityOf(join(alias, 'images'), own)).rejects.toMatchObject({ code: 'HostFolderRefused' })
      await expect(identityOf(alias, own)).rejects.toMatchObject({ code: 'HostFolderRefused' })
      expect(await identityOf(alias)).toBe(await identityOf(join(host, 'data')))
    } finally {
      await run('umount', [alias])
    }
  })
})

describe('a folder that nodes may write', () => {
  test('lies below one that only root may enter', async ({ skip }) => {
    if (!isRoot) skip()
    const path = join(host, 'data', 'images')
    expect(await identityOf(path, { isReadOnly: false })).toBeDefined()
    await chmod(host, 0o755)
    await expect(identityOf(path, { isReadOnly: false })).rejects.toMatchObject({ code: 'HostFolderNotSafeToWrite' })
    // Its own mode is the node's to change.
    await chmod(path, 0o700)
    await expect(identityOf(path, { isReadOnly: false })).rejects.toMatchObject({ code: 'HostFolderNotSafeToWrite' })
    await chmod(join(host, 'data'), 0o750)
    expect(await identityOf(path, { isReadOnly: false })).toBeDefined()
    await chown(join(host, 'data'), 1000, 1000)
    await expect(identityOf(path, { isReadOnly: false })).rejects.toMatchObject({ code: 'HostFolderNotSafeToWrite' })
    expect(await identityOf(path)).toBeDefined()
  })

  test('or where rights of programs and devices count for nothing', async () => {
    await chmod(host, 0o755)
    const path = join(host, 'data', 'images')
    expect(await identityOf(path, { isReadOnly: false, isUnprivileged: true })).toBeDefined()
  })
})

async function identityOf(
  path: string,
  { own = [] as string[], isReadOnly = true, isUnprivileged = false } = {},
): Promise<string> {
  const { handle, identity } = await openHostFolder(
    { path, isReadOnly },
    { guarded: guardedFolders(own), isUnprivileged: async () => isUnprivileged },
  )
  await handle.close()
  return identity
}
