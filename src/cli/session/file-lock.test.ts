import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withFileLock } from './file-lock.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-lock-'))
})
afterEach(() => rm(folder, { recursive: true }))
const lock = () => join(folder, 'lock')

test('what is done under it leaves nothing behind, also when it fails', async () => {
  expect(await withFileLock(lock(), async () => 7)).toBe(7)
  await expect(
    withFileLock(lock(), async () => {
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(await readdir(folder)).toEqual([])
})

test('the lock of a process that was killed holds up nobody', async () => {
  const { pid } = spawnSync('true')
  await writeFile(lock(), String(pid))
  expect(await withFileLock(lock(), async () => 'done')).toBe('done')
})

test('two of one process, such as two calls whose token is refused at once, take turns', async () => {
  const order: string[] = []
  const work = (name: string) =>
    withFileLock(lock(), async () => {
      order.push(`${name} begins`)
      await new Promise((resolve) => setImmediate(resolve))
      order.push(`${name} ends`)
    })
  await Promise.all([work('first'), work('second'), work('third')])
  expect(order).toHaveLength(6)
  for (const at of [0, 2, 4]) expect(order[at + 1]).toBe(order[at]?.replace('begins', 'ends'))
  expect(await readdir(folder)).toEqual([])
})

test('who comes second waits for a process that lives', async () => {
  await writeFile(lock(), String(process.ppid))
  const order: string[] = []
  const second = withFileLock(lock(), async () => order.push('second'))
  await new Promise<void>((resolve) => setImmediate(resolve))
  order.push('first')
  await rm(lock())
  await second
  expect(order).toEqual(['first', 'second'])
})
