import { mkdtemp, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeOwnersFile } from './data-folder.ts'

test('a file of the owner is never seen half written: who has the old one open reads all of it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-owner-'))
  try {
    const path = join(folder, 'password')
    const owner = { name: 'me', uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, home: folder }
    await writeOwnersFile(path, 'the first one', owner)
    await using before = await open(path)
    await writeOwnersFile(path, 'two', owner)
    expect(await before.readFile('utf8')).toBe('the first one')
    expect(await readFile(path, 'utf8')).toBe('two')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['password'])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
