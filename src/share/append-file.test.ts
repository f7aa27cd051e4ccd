import { link, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ConfinedFolder, openConfined } from './confined-folder.ts'

let outer: string
let share: ConfinedFolder
let uploads: ConfinedFolder
const inShare = (...names: string[]) => join(outer, 'share', ...names)
const inUploads = (...names: string[]) => join(outer, 'uploads', ...names)

beforeEach(async () => {
  outer = await mkdtemp(join(tmpdir(), 'append-'))
  await mkdir(inShare())
  await mkdir(inUploads())
  share = await openConfined(inShare())
  uploads = await openConfined(inUploads())
})
afterEach(async () => {
  await share[Symbol.asyncDispose]()
  await uploads[Symbol.asyncDispose]()
  await rm(outer, { recursive: true })
})

async function* bytes(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text)
}

describe('appending', () => {
  test('makes the file at 0 and goes on where it ends', async () => {
    expect(await uploads.append(['part'], bytes('ab', 'c'), { offset: 0, limit: 9 })).toBe(3)
    expect(await uploads.append(['part'], bytes('def'), { offset: 3, limit: 9 })).toBe(6)
    expect(await readFile(inUploads('part'), 'utf8')).toBe('abcdef')
    expect((await stat(inUploads('part'))).mode & 0o777).toBe(0o644)
  })

  test('writes nothing where the file does not end, or is not', async () => {
    await uploads.append(['part'], bytes('abc'), { offset: 0, limit: 9 })
    for (const offset of [0, 2, 4])
      await expect(uploads.append(['part'], bytes('x'), { offset, limit: 9 })).rejects.toMatchObject({
        code: 'WrongOffset',
      })
    await expect(uploads.append(['other'], bytes('x'), { offset: 1, limit: 9 })).rejects.toMatchObject({
      code: 'NotFound',
    })
    expect(await readFile(inUploads('part'), 'utf8')).toBe('abc')
    expect(await readdir(inUploads())).toEqual(['part'])
  })

  test('keeps what came before its source failed, and throws what that threw', async () => {
    const failing = (async function* () {
      yield Buffer.from('first')
      throw new Error('the line was cut')
    })()
    await expect(uploads.append(['part'], failing, { offset: 0, limit: 99 })).rejects.toThrow('the line was cut')
    expect(await uploads.append(['part'], bytes(' second'), { offset: 5, limit: 99 })).toBe(12)
    expect(await readFile(inUploads('part'), 'utf8')).toBe('first second')
  })

  test('takes no byte more than the limit', async () => {
    const over = uploads.append(['part'], bytes('abc', 'def'), { offset: 0, limit: 5 })
    await expect(over).rejects.toMatchObject({ code: 'TooLarge' })
    expect(await readFile(inUploads('part'), 'utf8')).toBe('abc')
  })

  test('follows no link and opens no folder', async () => {
    await writeFile(inShare('secret'), '')
    await symlink(inShare('secret'), inUploads('pointer'))
    await mkdir(inUploads('folder'))
    const outcome = (name: string) => uploads.append([name], bytes('x'), { offset: 0, limit: 9 })
    await expect(outcome('pointer')).rejects.toMatchObject({ code: 'Outside' })
    await expect(outcome('folder')).rejects.toMatchObject({ code: 'NotAFile' })
    expect(await readFile(inShare('secret'), 'utf8')).toBe('')
  })
})

describe('taking in', () => {
  beforeEach(() => uploads.append(['part'], bytes('new'), { offset: 0, limit: 9 }))

  test('moves a file of another folder to its place', async () => {
    await share.mkdir(['sub'])
    await share.takeIn(uploads, ['part'], { path: ['sub', 'file'], isNew: true })
    expect(await readFile(inShare('sub', 'file'), 'utf8')).toBe('new')
    expect((await stat(inShare('sub', 'file'))).nlink).toBe(1)
    expect(await readdir(inUploads())).toEqual([])
  })

  test('replaces what is there only when told to, and a link by itself', async () => {
    await writeFile(inShare('file'), 'old')
    await link(inShare('file'), inShare('twin'))
    const place = { path: ['file'], isNew: true }
    await expect(share.takeIn(uploads, ['part'], place)).rejects.toMatchObject({ code: 'Exists' })
    expect(await readFile(inUploads('part'), 'utf8')).toBe('new')
    await share.takeIn(uploads, ['part'], { ...place, isNew: false })
    expect([await readFile(inShare('file'), 'utf8'), await readFile(inShare('twin'), 'utf8')]).toEqual(['new', 'old'])
  })

  test('goes through no link', async () => {
    await mkdir(join(outer, 'elsewhere'))
    await symlink(join(outer, 'elsewhere'), inShare('out'))
    const place = { path: ['out', 'file'], isNew: false }
    await expect(share.takeIn(uploads, ['part'], place)).rejects.toMatchObject({ code: 'Outside' })
    expect(await readdir(join(outer, 'elsewhere'))).toEqual([])
  })
})

describe('moving', () => {
  test('of ten at once to one name, one arrives and nine stay', async () => {
    const names = Array.from({ length: 10 }, (_, at) => `from-${at}`)
    for (const name of names) await writeFile(inShare(name), name)
    const outcomes = await Promise.allSettled(names.map((name) => share.move([name], ['to'])))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await readdir(inShare())).length).toBe(10)
    expect(names).toContain(await readFile(inShare('to'), 'utf8'))
  })

  test('leaves a folder alone that something is at the place of, and no empty one behind', async () => {
    await mkdir(inShare('from'))
    await writeFile(inShare('to'), 'in the way')
    await expect(share.move(['from'], ['to'])).rejects.toMatchObject({ code: 'Exists' })
    await expect(share.move(['from'], ['from', 'inside'])).rejects.toMatchObject({ code: 'InvalidName' })
    expect(await readdir(inShare('from'))).toEqual([])
  })
})

test('a version is another one after every change of content', async () => {
  const versions = new Set<string>()
  for (const text of ['one', 'two', 'three', 'three']) {
    await share.write(['file'], [Buffer.from(text)], { limit: 9 })
    versions.add((await share.stat(['file'])).version)
    await using file = await share.openFile(['file'])
    versions.add(file.version)
  }
  expect(versions.size).toBe(4)
})
