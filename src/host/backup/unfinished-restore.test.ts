import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeWhole } from '../../base/write-whole.ts'
import { leftByRestore } from './unfinished-restore.ts'

test('what a restore had moved into place is its own while its folder is there, and goes before that', () => {
  const moved = ['keys', 'carrel.db', 'carrel.db-wal', 'config.json.new', 'volumes']
  expect(leftByRestore(['.restoring', ...moved])).toEqual([...moved, '.restoring'])
  expect(leftByRestore(moved)).toEqual([])
})

test('what is somebody else’s is not', () => {
  expect(leftByRestore(['mine', 'keys.old', 'config.json', 'lost+found', '.restoring'])).toEqual(['.restoring'])
})

test('a configuration that was being written when it was killed is its own', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-restore-'))
  try {
    // In whose way a folder is: what was written stays where it was, as after a kill.
    await mkdir(join(folder, 'config.json.new'))
    await expect(writeWhole(join(folder, 'config.json.new'), '{}', { mode: 0o600 })).rejects.toThrow()
    const seen = await readdir(folder)
    expect(seen).toHaveLength(2)
    expect(leftByRestore(['.restoring', ...seen])).toEqual([...seen, '.restoring'])
  } finally {
    await rm(folder, { recursive: true })
  }
})
