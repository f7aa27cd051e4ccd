import { expect, test } from 'vitest'
import { leftByRestore } from './unfinished-restore.ts'

test('what a restore had moved into place is its own while its folder is there, and goes before that', () => {
  const moved = ['keys', 'carrel.db', 'carrel.db-wal', 'config.json.new', 'config.json.new.17.new', 'volumes']
  expect(leftByRestore(['.restoring', ...moved])).toEqual([...moved, '.restoring'])
  expect(leftByRestore(moved)).toEqual([])
})

test('what is somebody else’s is not', () => {
  expect(leftByRestore(['mine', 'keys.old', 'config.json', 'lost+found', '.restoring'])).toEqual(['.restoring'])
})
