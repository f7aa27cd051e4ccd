import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exitLog } from './exits.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-exits-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('exits are on disk when they are told, and never more than two files of them', async () => {
  const path = join(folder, 'exits.jsonl')
  const record = exitLog(path)
  const exit = { name: 'x'.repeat(1000), bootId: 'b', pid: 1, code: 0, signal: null, ranMs: 5 }
  record(exit)
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject(exit)
  for (let count = 0; count < 700; count++) record(exit)
  expect((await stat(path)).size).toBeLessThan(270_000)
  expect((await stat(`${path}.old`)).size).toBeLessThan(270_000)
})

test('a disk that takes nothing is no reason to end', () => {
  expect(() =>
    exitLog(join(folder, 'absent/exits.jsonl'))({ name: 'a', bootId: 'b', pid: 1, code: 0, signal: null, ranMs: 1 }),
  ).not.toThrow()
})
