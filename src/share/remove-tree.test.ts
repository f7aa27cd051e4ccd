import { execFile } from 'node:child_process'
import { constants, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { link, mkdir, mkdtemp, open, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ConfinedFolder, openConfined } from './confined-folder.ts'

const run = promisify(execFile)
const isRoot = process.getuid?.() === 0

let outer: string
let root: string
let folder: ConfinedFolder

beforeEach(async () => {
  outer = await mkdtemp(join(tmpdir(), 'remove-tree-'))
  root = join(outer, 'root')
  await mkdir(join(root, 'tree'), { recursive: true })
  await mkdir(join(outer, 'kept'))
  await writeFile(join(outer, 'kept', 'file'), 'kept')
  folder = await openConfined(root)
})

afterEach(async () => {
  await folder[Symbol.asyncDispose]()
  await rm(outer, { recursive: true, force: true })
})

test('a tree goes with files, links, fifos and names that are no text, and nothing they point to', async () => {
  const tree = join(root, 'tree')
  await mkdir(join(tree, 'a', 'b', 'c'), { recursive: true })
  await symlink(join(outer, 'kept'), join(tree, 'link'))
  await symlink(join(outer, 'kept'), join(tree, 'a', 'b', 'link'))
  await link(join(outer, 'kept', 'file'), join(tree, 'a', 'hard'))
  await run('mkfifo', [join(tree, 'a', 'b', 'c', 'fifo')])
  await mkdir(Buffer.concat([Buffer.from(`${tree}/a/`), Buffer.from([0xff, 0x0a])]))
  await writeFile(Buffer.concat([Buffer.from(`${tree}/a/`), Buffer.from([0xff, 0x0a]), Buffer.from('/x')]), 'x')
  await folder.removeTree(['tree'])
  expect(await readdir(root)).toEqual([])
  expect(await readFile(join(outer, 'kept', 'file'), 'utf8')).toBe('kept')
})

test('a single file goes too, and what is absent is gone already', async () => {
  await writeFile(join(root, 'file'), 'x')
  await folder.removeTree(['file'])
  await folder.removeTree(['file'])
  expect(await readdir(root)).toEqual(['tree'])
})

test('a tree 5,000 folders deep goes, further down than any path can say', async () => {
  let parent = await open(join(root, 'tree'), constants.O_DIRECTORY)
  for (let depth = 0; depth < 5000; depth += 1) {
    const below = `/proc/self/fd/${parent.fd}/deep`
    mkdirSync(below)
    const next = await open(below, constants.O_DIRECTORY)
    await parent.close()
    parent = next
  }
  await parent.close()
  await folder.removeTree(['tree'])
  expect(await readdir(root)).toEqual([])
})

test('a tree of 20,000 entries goes', async () => {
  const tree = join(root, 'tree')
  for (let part = 0; part < 100; part += 1) {
    const place = join(tree, `${part % 10}`, `${part}`)
    mkdirSync(place, { recursive: true })
    for (let file = 0; file < 199; file += 1) writeFileSync(join(place, `${file}`), '')
  }
  await folder.removeTree(['tree'])
  expect(await readdir(root)).toEqual([])
})

test('what is added and moved about meanwhile goes too, and nothing else', async () => {
  const tree = join(root, 'tree')
  for (let part = 0; part < 300; part += 1) mkdirSync(join(tree, `${part}`, 'a', 'b'), { recursive: true })
  let isDone = false
  const attack = async () => {
    for (let round = 0; round < 2000 && !isDone; round += 1) {
      // Each may fail: its place may be gone.
      attempt(() => renameSync(join(tree, `${round % 300}`, 'a'), join(tree, `moved-${round}`)))
      attempt(() => mkdirSync(join(tree, `new-${round}`)))
      attempt(() => writeFileSync(join(tree, `${(round * 7) % 300}`, 'late'), ''))
      await new Promise(setImmediate)
    }
  }
  const attacking = attack()
  await folder.removeTree(['tree'])
  isDone = true
  await attacking
  expect(await readdir(root)).toEqual([])
  expect(await readdir(join(outer, 'kept'))).toEqual(['file'])
})

test('what somebody goes on putting into the last folder holds nothing up for longer than they do', async () => {
  const place = join(root, 'tree', 'last')
  for (let time = 0; time < 10; time += 1) {
    mkdirSync(place, { recursive: true })
    let isDone = false
    const attack = async () => {
      for (let round = 0; round < 300 && !isDone; round += 1) {
        attempt(() => writeFileSync(join(place, `${round}`), ''))
        await new Promise(setImmediate)
      }
    }
    const attacking = attack()
    await folder.removeTree(['tree'])
    isDone = true
    await attacking
    expect(await readdir(root)).toEqual([])
  }
})

test('a removal ends when it is told to', async () => {
  await writeFile(join(root, 'tree', 'file'), '')
  await expect(folder.removeTree(['tree'], AbortSignal.abort())).rejects.toThrow('aborted')
  expect(await readdir(join(root, 'tree'))).toEqual(['file'])
})

describe.runIf(isRoot)('another mount', () => {
  const bind = async (target: string) => {
    await mkdir(target, { recursive: true })
    // On the same device, as a share in a node's folder is.
    await run('mount', ['--bind', join(outer, 'kept'), target])
  }

  /** Wherever the removal moved them to. */
  const unbindAll = async () => {
    const { stdout } = await run('findmnt', ['--noheadings', '--raw', '--output', 'TARGET'])
    for (const target of stdout.split('\n').filter((path) => path.startsWith(outer))) await run('umount', [target])
  }

  // Runs before the file's own, which removes the folders.
  afterEach(unbindAll)

  test.each([
    ['at the top', []],
    ['in the tree', ['mount']],
    ['one folder down', ['a', 'mount']],
    ['far down', ['a', 'b', 'c', 'd', 'mount']],
  ])('%s is refused and keeps its files; all the rest goes', async (_where, below) => {
    const tree = join(root, 'tree')
    await bind(join(tree, ...below))
    if (below.length > 0) {
      await mkdir(join(tree, 'other', 'inner'), { recursive: true })
      await writeFile(join(tree, 'other', 'inner', 'file'), '')
    }
    await expect(folder.removeTree(['tree'])).rejects.toMatchObject({ code: 'Mounted' })
    expect(await readFile(join(outer, 'kept', 'file'), 'utf8')).toBe('kept')
    const left = readdirSync(tree, { recursive: true }).map(String)
    expect(left.filter((path) => path.includes('inner'))).toEqual([])
    await unbindAll()
    await folder.removeTree(['tree'])
    expect(await readdir(root)).toEqual([])
    expect(await readdir(join(outer, 'kept'))).toEqual(['file'])
  })

  test('of a single file is refused too', async () => {
    const target = join(root, 'tree', 'file')
    await writeFile(target, '')
    await run('mount', ['--bind', join(outer, 'kept', 'file'), target])
    await expect(folder.removeTree(['tree'])).rejects.toMatchObject({ code: 'Mounted' })
    await expect(folder.remove(['tree', 'file'])).rejects.toMatchObject({ code: 'Mounted' })
    expect(await readFile(join(outer, 'kept', 'file'), 'utf8')).toBe('kept')
  })
})

function attempt(work: () => void): void {
  try {
    work()
  } catch {
    // The removal was quicker.
  }
}
