import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lastWords } from './last-words.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'carrel-words-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('are the end of a file, however long that is', () => {
  const path = join(folder, 'said')
  writeFileSync(path, `${'x'.repeat(5000)} no such share\n`)
  expect(lastWords(path, 14)).toBe(' no such share')
  // More than fits into one text.
  truncateSync(path, 2 ** 32)
  expect(lastWords(path, 14)).toBe('\0'.repeat(14))
})

test('are none of a pipe, which would be waited for, of a link, and of what is not there', () => {
  const [pipe, link] = [join(folder, 'pipe'), join(folder, 'link')]
  execFileSync('mkfifo', [pipe])
  writeFileSync(join(folder, 'other'), 'not said')
  symlinkSync(join(folder, 'other'), link)
  expect([pipe, link, join(folder, 'absent')].map((path) => lastWords(path, 10))).toEqual(['', '', ''])
})
