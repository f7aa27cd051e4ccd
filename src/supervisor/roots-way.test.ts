import { chmod, chown, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { requireRootsWay } from './roots-way.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-way-'))
  await mkdir(join(folder, 'one/two'), { recursive: true })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const way = () => requireRootsWay(join(folder, 'one/two'))
const isRoot = process.getuid?.() === 0

test.skipIf(!isRoot)('a way is root’s where others may not write, or take away only what is theirs', async () => {
  expect(way).not.toThrow()
  await chmod(join(folder, 'one'), 0o1777)
  expect(way).not.toThrow()
  await chmod(join(folder, 'one'), 0o777)
  expect(way).toThrow(`${join(folder, 'one')} is not root's`)
})

test.skipIf(!isRoot)('it is not where any of it is another’s, or a link', async () => {
  await chown(join(folder, 'one'), 1000, 1000)
  expect(way).toThrow("one is not root's")
  await chown(join(folder, 'one'), 0, 0)
  await symlink('two', join(folder, 'one/link'))
  expect(() => requireRootsWay(join(folder, 'one/link'))).toThrow("link is not root's")
})
