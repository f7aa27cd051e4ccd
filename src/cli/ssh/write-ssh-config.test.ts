import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { removeSshConfig, writeSshConfig } from './write-ssh-config.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'carrel-home-'))
})
afterEach(() => rm(home, { recursive: true }))
const config = () => join(home, '.ssh', 'config')

test('somebody without settings gets a file of one line, for them alone', async () => {
  await writeSshConfig('one', 'Host desk\n', home)
  expect(await readFile(config(), 'utf8')).toBe('Include carrel/*.conf\n')
  expect((await stat(config())).mode & 0o777).toBe(0o600)
  expect((await stat(join(home, '.ssh'))).mode & 0o777).toBe(0o700)
})

test('settings that are there stay behind the line, with their mode, and the line is added once', async () => {
  await mkdir(join(home, '.ssh'))
  await writeFile(config(), 'Host mine\r\n  User me\r\n', { mode: 0o640 })
  await writeSshConfig('one', 'Host desk\n', home)
  await writeSshConfig('one', 'Host desk\n', home)
  expect(await readFile(config(), 'utf8')).toBe('Include carrel/*.conf\n\nHost mine\r\n  User me\r\n')
  expect((await stat(config())).mode & 0o777).toBe(0o640)
})

test('a link to a file kept elsewhere stays a link', async () => {
  await mkdir(join(home, '.ssh'))
  await writeFile(join(home, 'dotfiles'), 'Host mine\n')
  await symlink(join(home, 'dotfiles'), config())
  await writeSshConfig('one', 'Host desk\n', home)
  expect((await lstat(config())).isSymbolicLink()).toBe(true)
  expect(await readFile(join(home, 'dotfiles'), 'utf8')).toBe('Include carrel/*.conf\n\nHost mine\n')
})

test('each place has a file of its own, which goes alone', async () => {
  const [one, two] = [await writeSshConfig('one', 'Host desk\n', home), await writeSshConfig('two', 'Host lab\n', home)]
  expect(one).not.toBe(two)
  await removeSshConfig('one', home)
  expect((await readdir(join(home, '.ssh', 'carrel'))).map((name) => join(home, '.ssh', 'carrel', name))).toEqual([two])
})
