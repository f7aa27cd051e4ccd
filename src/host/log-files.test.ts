import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { rotateLog, tailOf } from './log-files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-logs-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a log over its limit moves aside, and its open writer goes on at the new beginning', async () => {
  const path = join(folder, 'server.log')
  const writer = await open(path, 'a')
  await writer.write('old line\n')
  await rotateLog(path, 4)
  await writer.write('new line\n')
  await writer.close()
  expect(await readFile(`${path}.1`, 'utf8')).toBe('old line\n')
  expect(await readFile(path, 'utf8')).toBe('new line\n')
})

test('a log within its limit, or none at all, is left alone', async () => {
  const path = join(folder, 'server.log')
  await rotateLog(path, 4)
  await writeFile(path, 'abc\n')
  await rotateLog(path, 4)
  expect(await readFile(path, 'utf8')).toBe('abc\n')
})

test('the tail is the last lines in their order', async () => {
  const path = join(folder, 'server.log')
  expect(await tailOf(path, 2)).toEqual([])
  await writeFile(path, 'a\nb\nc\n')
  expect(await tailOf(path, 2)).toEqual(['b', 'c'])
})
