import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeWhole } from './write-whole.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-whole-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a file is there with its content and mode, and nothing beside it', async () => {
  await writeWhole(join(folder, 'file'), 'first', { mode: 0o640 })
  await writeWhole(join(folder, 'file'), 'second', { mode: 0o600 })
  expect(await readFile(join(folder, 'file'), 'utf8')).toBe('second')
  expect((await stat(join(folder, 'file'))).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual(['file'])
})

test('several who write it at once all succeed, and it is as one of them wrote it', async () => {
  const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000))
  await Promise.all(texts.map((text) => writeWhole(join(folder, 'file'), text, { mode: 0o600 })))
  expect(texts).toContain(await readFile(join(folder, 'file'), 'utf8'))
  expect(await readdir(folder)).toEqual(['file'])
})
