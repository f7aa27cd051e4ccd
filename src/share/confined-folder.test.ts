import { execFile } from 'node:child_process'
import { renameSync, symlinkSync, unlinkSync } from 'node:fs'
import { link, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ConfinedFolder, openConfined } from './confined-folder.ts'

const run = promisify(execFile)
const isRoot = process.getuid?.() === 0
const limit = 1024

let outer: string
let root: string
let folder: ConfinedFolder

beforeEach(async () => {
  outer = await mkdtemp(join(tmpdir(), 'confined-'))
  root = join(outer, 'test')
  await mkdir(root)
  // What must never be reached: beside the folder, under a name that begins as its own does.
  await mkdir(join(outer, 'testtest'))
  await writeFile(join(outer, 'testtest', 'secret'), 'secret')
  folder = await openConfined(root)
})

afterEach(async () => {
  await folder[Symbol.asyncDispose]()
  await rm(outer, { recursive: true, force: true })
})

const text = async (...path: string[]) => (await folder.read(path, { limit })).bytes.toString()
const write = (path: string[], content: string) => folder.write(path, [Buffer.from(content)], { limit })

async function* bytesOf(text: string) {
  yield Buffer.from(text)
}

/** Each operation on one path, by name. */
const operations: Record<string, (path: string[]) => Promise<unknown>> = {
  stat: (path) => folder.stat(path),
  list: (path) => folder.list(path, { limit }),
  read: (path) => folder.read(path, { limit }),
  openFile: (path) => folder.openFile(path),
  write: (path) => write(path, 'x'),
  mkdir: (path) => folder.mkdir(path),
  'rename from': (path) => folder.rename(path, ['new']),
  'rename to': (path) => folder.rename(['mine'], path),
  'move from': (path) => folder.move(path, ['new']),
  'move to': (path) => folder.move(['mine'], path),
  append: (path) => folder.append(path, bytesOf('x'), { offset: 0, limit }),
  remove: (path) => folder.remove(path),
  removeEmpty: (path) => folder.removeEmpty(path),
  removeTree: (path) => folder.removeTree(path),
}
const every = Object.keys(operations)

describe('paths', () => {
  test.each([
    ['Outside', 'up and aside', ['..', 'testtest', 'secret']],
    ['Outside', 'up from below', ['a', '..', '..', 'testtest']],
    ['InvalidName', 'an empty name', ['']],
    ['InvalidName', 'a dot', ['.']],
    ['InvalidName', 'an empty name between others', ['a', '', 'b']],
    ['InvalidName', 'an absolute path', ['/etc/passwd']],
    ['InvalidName', 'a path as a name', ['../testtest/secret']],
    ['InvalidName', 'a NUL', ['a\0b']],
    ['InvalidName', 'half a surrogate pair', ['\ud800']],
    ['InvalidName', '256 bytes', ['ä'.repeat(128)]],
    ['InvalidName', '65 names', Array(65).fill('a')],
    ['InvalidName', '5,000 bytes in all', Array(20).fill('a'.repeat(250))],
  ])('are refused by every operation as %s: %s', async (code, _what, path) => {
    await writeFile(join(root, 'mine'), '')
    for (const operation of every) {
      await expect(operations[operation]?.(path), operation).rejects.toMatchObject({ code })
    }
    expect(await readdir(root)).toEqual(['mine'])
    expect(await readFile(join(outer, 'testtest', 'secret'), 'utf8')).toBe('secret')
  })

  test.each(['．．', '‥', '..\u200b', '%2e%2e', '..\\testtest', '／etc', '...', ' ', '\n', '-rf', 'a'.repeat(255)])(
    'that only look dangerous are plain names: %j',
    async (name) => {
      await write([name], 'mine')
      expect(await text(name)).toBe('mine')
      expect(await readdir(root)).toEqual([name])
    },
  )

  test('in two normal forms are two names', async () => {
    await write(['\u00e9'], 'composed')
    await write(['e\u0301'], 'decomposed')
    expect([await text('\u00e9'), await text('e\u0301')]).toEqual(['composed', 'decomposed'])
  })

  test('of no names are the folder itself, which can be looked at and not removed', async () => {
    expect(await folder.stat([])).toMatchObject({ kind: 'folder' })
    expect(await folder.list([], { limit })).toEqual({ entries: [], isTruncated: false, unnameable: 0 })
    for (const operation of every.slice(2)) {
      await expect(operations[operation]?.([]), operation).rejects.toMatchObject({ code: 'InvalidName' })
    }
  })

  test('are told in errors without the host’s', async () => {
    const error: unknown = await folder.read(['a\nb'], { limit }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'NotFound', path: ['a\nb'], message: '"a\\nb": NotFound' })
  })
})

describe('links', () => {
  test.each([0, 1, 2])('are not followed at position %i of a path', async (position) => {
    const names = ['a', 'b', 'c']
    await mkdir(join(root, ...names.slice(0, position)), { recursive: true })
    await symlink(join(outer, 'testtest'), join(root, ...names.slice(0, position + 1)))
    for (const operation of every) {
      const path = [...names.slice(0, position + 1), 'secret']
      if (operation === 'removeTree') continue
      await writeFile(join(root, 'mine'), '')
      await expect(operations[operation]?.(path), operation).rejects.toMatchObject({ code: 'Outside' })
    }
    await expect(folder.removeTree([...names.slice(0, position + 1), 'secret'])).rejects.toMatchObject({
      code: 'Outside',
    })
    expect(await readdir(join(outer, 'testtest'))).toEqual(['secret'])
  })

  test('at the end are not read, and what is written or removed there is the link', async () => {
    const secret = join(outer, 'testtest', 'secret')
    await symlink(secret, join(root, 'link'))
    await expect(folder.read(['link'], { limit })).rejects.toMatchObject({ code: 'Outside' })
    await expect(folder.list(['link'], { limit })).rejects.toMatchObject({ code: 'Outside' })
    await expect(folder.mkdir(['link'])).rejects.toMatchObject({ code: 'Exists' })
    expect(await folder.stat(['link'])).toMatchObject({ kind: 'link' })
    await write(['link'], 'mine')
    expect(await text('link')).toBe('mine')
    await symlink(secret, join(root, 'other'))
    await folder.remove(['other'])
    await symlink(join(outer, 'testtest'), join(root, 'tree'))
    await folder.removeTree(['tree'])
    expect(await readdir(root)).toEqual(['link'])
    expect(await readFile(secret, 'utf8')).toBe('secret')
  })

  test('in place of the folder itself are refused when it is opened', async () => {
    await symlink(root, join(outer, 'alias'))
    await expect(openConfined(join(outer, 'alias'))).rejects.toMatchObject({ code: 'NotAFolder' })
  })

  test('swapped for a folder at any moment lead nowhere', async () => {
    await mkdir(join(root, 'real'))
    await writeFile(join(root, 'real', 'secret'), 'mine')
    const swap = join(root, 'swap')
    renameSync(join(root, 'real'), swap)
    let isDone = false
    const outcomes = new Set<string>()
    const attack = async () => {
      while (!isDone) {
        renameSync(swap, join(root, 'real'))
        symlinkSync(join(outer, 'testtest'), swap)
        await new Promise(setImmediate)
        unlinkSync(swap)
        renameSync(join(root, 'real'), swap)
        await new Promise(setImmediate)
      }
    }
    const attacking = attack()
    for (let round = 0; round < 600; round += 1) {
      outcomes.add(await text('swap', 'secret').catch((error) => String(error.code)))
      if (round % 3 === 0) await write(['swap', 'planted'], 'x').catch(() => {})
      if (round % 3 === 1) await folder.removeTree(['swap', 'planted']).catch(() => {})
    }
    isDone = true
    await attacking
    expect(outcomes).not.toContain('secret')
    expect(outcomes).toContain('mine')
    expect(outcomes).toContain('Outside')
    expect(await readdir(join(outer, 'testtest'))).toEqual(['secret'])
  })

  test('that are hard are read, and are left as they were by a write', async () => {
    await writeFile(join(root, 'one'), 'old')
    await link(join(root, 'one'), join(root, 'two'))
    expect(await folder.stat(['two'])).toMatchObject({ kind: 'file', links: 2 })
    await folder.write(['two'], [Buffer.from('new')], { limit, mode: 0o600 })
    expect([await text('one'), await text('two')]).toEqual(['old', 'new'])
  })
})

describe('what is no regular file', () => {
  test('a fifo is not opened, does not hold anybody up, and can be replaced and removed', async () => {
    await run('mkfifo', [join(root, 'fifo'), join(root, 'gone')])
    await expect(folder.read(['fifo'], { limit })).rejects.toMatchObject({ code: 'NotAFile' })
    expect(await folder.stat(['fifo'])).toMatchObject({ kind: 'other' })
    await write(['fifo'], 'mine')
    await folder.remove(['gone'])
    expect((await folder.list([], { limit })).entries).toEqual([{ name: 'fifo', kind: 'file' }])
  })

  test.runIf(isRoot)('a device is not opened', async () => {
    await run('mknod', [join(root, 'null'), 'c', '1', '3'])
    await expect(folder.read(['null'], { limit })).rejects.toMatchObject({ code: 'NotAFile' })
  })

  test('a folder is no file, and a file no folder', async () => {
    await folder.mkdir(['folder'])
    await write(['file'], 'x')
    for (const operation of ['read', 'openFile', 'write', 'remove']) {
      await expect(operations[operation]?.(['folder']), operation).rejects.toMatchObject({ code: 'NotAFile' })
    }
    await expect(folder.list(['file'], { limit })).rejects.toMatchObject({ code: 'NotAFolder' })
    await expect(text('file', 'inner')).rejects.toMatchObject({ code: 'NotAFolder' })
    expect(await readdir(root)).toEqual(['file', 'folder'])
  })
})

describe('reading', () => {
  test('gives no more than was asked for, from where it was asked for', async () => {
    await write(['file'], '0123456789')
    const read = async (options: { offset?: number; limit: number }) => {
      const { bytes, size } = await folder.read(['file'], options)
      return [bytes.toString(), size]
    }
    expect(await read({ limit: 4 })).toEqual(['0123', 10])
    expect(await read({ offset: 8, limit: 4 })).toEqual(['89', 10])
    expect(await read({ offset: 99, limit: 4 })).toEqual(['', 10])
  })

  test('goes on in the same file when another takes its name or it becomes shorter', async () => {
    await write(['file'], '0123456789')
    await using file = await folder.openFile(['file'])
    await write(['file'], 'other')
    expect((await file.read(4, 3)).toString()).toBe('456')
    await using shorter = await folder.openFile(['file'])
    await writeFile(join(root, 'file'), 'ot')
    expect((await shorter.read(0, 5)).toString()).toBe('ot')
  })

  test('a list ends at its limit and counts the names that no text can say', async () => {
    await writeFile(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0xfe])]), 'x')
    for (const name of ['b', 'a', 'c']) await write([name], 'x')
    const all = await folder.list([], { limit: 4 })
    expect(all).toMatchObject({ isTruncated: false, unnameable: 1 })
    expect(all.entries.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    const some = await folder.list([], { limit: 2 })
    expect(some.isTruncated).toBe(true)
    expect(some.entries.length + some.unnameable).toBe(2)
  })
})

describe('writing', () => {
  test('ends at the limit, keeps the old file and leaves nothing behind', async () => {
    await write(['file'], 'old')
    const endless = function* () {
      for (;;) yield Buffer.alloc(100)
    }
    await expect(folder.write(['file'], endless(), { limit: 250 })).rejects.toMatchObject({ code: 'TooLarge' })
    expect(await folder.write(['exact'], [Buffer.alloc(250)], { limit: 250 })).toBe(250)
    expect(await text('file')).toBe('old')
    expect(await readdir(root)).toEqual(['exact', 'file'])
  })

  test('throws on what its source throws, whatever code that has', async () => {
    const error = Object.assign(new Error('the sender is gone'), { code: 'ENOENT' })
    const failing = async function* () {
      yield Buffer.from('x')
      throw error
    }
    await expect(folder.write(['file'], failing(), { limit })).rejects.toBe(error)
    expect(await readdir(root)).toEqual([])
  })

  test('by many at once leaves one of the files, whole', async () => {
    const contents = Array.from({ length: 20 }, (_, index) => String.fromCharCode(97 + index).repeat(limit))
    await Promise.all(contents.map((content) => write(['file'], content)))
    expect(contents).toContain(await text('file'))
    expect(await readdir(root)).toEqual(['file'])
  })

  test.runIf(isRoot)('gives files and folders the owner and mode that were asked for', async () => {
    const owner = { uid: 1000, gid: 1000 }
    await folder.mkdir(['folder'], { owner })
    await folder.write(['folder', 'file'], [], { limit, owner, mode: 0o640 })
    expect(await folder.stat(['folder'])).toMatchObject({ kind: 'folder', owner })
    expect(await folder.stat(['folder', 'file'])).toMatchObject({ size: 0, mode: 0o640, owner })
  })

  test('moves between folders, and not into itself', async () => {
    await folder.mkdir(['a'])
    await folder.mkdir(['b'])
    await write(['a', 'file'], 'x')
    await folder.rename(['a', 'file'], ['b', 'moved'])
    expect(await text('b', 'moved')).toBe('x')
    await expect(folder.rename(['b'], ['b', 'c'])).rejects.toMatchObject({ code: 'InvalidName' })
    await expect(folder.rename(['a'], ['b'])).rejects.toMatchObject({ code: 'NotEmpty' })
    await expect(folder.mkdir(['a'])).rejects.toMatchObject({ code: 'Exists' })
  })
})

describe('descriptors', () => {
  const open = async () => (await readdir('/proc/self/fd')).length

  test('are all closed after every operation, done or refused', async () => {
    await symlink('/etc', join(root, 'link'))
    await mkdir(join(root, 'a', 'b'), { recursive: true })
    await writeFile(join(root, 'a', 'b', 'c'), 'x')
    const before = await open()
    for (const path of [
      ['a', 'b', 'c'],
      ['a', 'b', 'none'],
      ['link', 'x'],
      ['a', 'b'],
    ]) {
      for (const operation of every.filter((each) => each !== 'openFile'))
        await operations[operation]?.(path).catch(() => {})
    }
    expect(await open()).toBe(before)
  })

  test('of a folder outlive what runs in it, and nothing begins afterwards', async () => {
    await writeFile(join(root, 'file'), 'x')
    const short = await openConfined(root)
    const running = Array.from({ length: 50 }, () => short.read(['file'], { limit }))
    await short[Symbol.asyncDispose]()
    expect((await Promise.all(running)).map(({ bytes }) => bytes.toString())).toEqual(Array(50).fill('x'))
    await expect(short.read(['file'], { limit })).rejects.toThrow('closed')
  })
})
