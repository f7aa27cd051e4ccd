// What a hostile node, or a hostile request, tries with the files API: to reach, change or remove anything outside.

import { execFile } from 'node:child_process'
import { renameSync, rmSync, symlinkSync } from 'node:fs'
import { link, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FileServer, startFileServer } from '../support/file-server.ts'

const run = promisify(execFile)

let place: FileServer
let files: FileServer['files']
let secret: string
beforeAll(async () => {
  place = await startFileServer()
  files = place.files
  // Beside the share, under a name that begins as its own does.
  await mkdir(`${place.share}x`)
  secret = join(`${place.share}x`, 'secret')
  await writeFile(secret, 'secret')
})
afterAll(() => place[Symbol.asyncDispose]())

/** Every request that takes a path, each with what it needs. */
const requests: Record<string, (path: string) => ReturnType<FileServer['files']>> = {
  list: (path) => files('GET entries', { path }),
  stat: (path) => files('GET entry', { path }),
  read: (path) => files('GET content', { path }),
  write: (path) => files('PUT content', { path }, { body: 'evil' }),
  'write with parents': (path) => files('PUT content', { path: `${path}/new`, parents: 'true' }, { body: 'evil' }),
  'make folder': (path) => files('PUT folder', { path: `${path}/new`, parents: 'true' }),
  'move from': (path) => files('POST move', {}, { body: { from: path, to: 'taken', overwrite: true } }),
  'move to': (path) => files('POST move', {}, { body: { from: 'bait', to: path, overwrite: true } }),
  delete: (path) => files('DELETE entry', { path, recursive: 'true' }),
  zip: (path) => files('GET zip', { path }),
  upload: (path) => files('POST uploads', {}, { body: { path, size: 1, overwrite: true } }),
}

describe.each(Object.keys(requests))('%s', (name) => {
  const ask = (path: string) => requests[name]?.(path) ?? Promise.reject(new Error(name))

  test.each([
    '..',
    '../',
    '/..',
    'a/../..',
    'a/../../x',
    './x',
    'a/./b',
    'a//b',
    '//etc/passwd',
    'a\0b',
    'x'.repeat(256),
    Array(65).fill('d').join('/'),
    Array(20).fill('y'.repeat(250)).join('/'),
  ])('refuses the path %j', async (path) => {
    await writeFile(join(place.share, 'bait'), 'bait')
    const { status, body } = await ask(path)
    expect([400, 414]).toContain(status)
    expect(body.error.code).toMatch(
      /^(PathNotAllowed|InvalidPath|InvalidRequestContent|InvalidRequestUri|RequestUriTooLong)$/,
    )
    expect(await readFile(join(place.share, 'bait'), 'utf8')).toBe('bait')
  })

  test('goes through no link', async () => {
    await writeFile(join(place.share, 'bait'), 'bait')
    await symlink(`${place.share}x`, join(place.share, 'out')).catch(() => undefined)
    const { status, body } = await ask('out/secret')
    expect([status, body.error.code]).toEqual([400, 'PathNotAllowed'])
    expect(await readFile(secret, 'utf8')).toBe('secret')
    expect(await readdir(`${place.share}x`)).toEqual(['secret'])
  })
})

test('an upload to a place that has become a link by its commit is not made there', async () => {
  await mkdir(join(place.share, 'later'))
  const { id } = (await files('POST uploads', {}, { body: { path: 'later/secret', size: 4, overwrite: true } })).body
  await files(`PATCH uploads/${id}`, { offset: '0' }, { body: 'evil' })
  rmSync(join(place.share, 'later'), { recursive: true })
  symlinkSync(`${place.share}x`, join(place.share, 'later'))
  expect((await files(`POST uploads/${id}/commit`)).body.error.code).toBe('PathNotAllowed')
  expect(await readFile(secret, 'utf8')).toBe('secret')
})

test('a link is neither read nor written through, and is replaced and deleted itself', async () => {
  await symlink(secret, join(place.share, 'pointer'))
  expect((await files('GET content', { path: 'pointer' })).body.error.code).toBe('PathNotAllowed')
  expect((await files('PUT content', { path: 'pointer' }, { body: 'mine' })).status).toBe(201)
  expect(await readFile(join(place.share, 'pointer'), 'utf8')).toBe('mine')
  expect(await readFile(secret, 'utf8')).toBe('secret')
})

test('pipes, sockets and devices are neither opened nor waited for', async () => {
  await run('mkfifo', [join(place.share, 'pipe')])
  expect((await files('GET content', { path: 'pipe' })).body.error.code).toBe('NotAFile')
  expect((await files('GET zip', { path: 'pipe' })).body.error.code).toBe('NotAFile')
  expect((await files('GET entry', { path: 'pipe' })).body.kind).toBe('other')
  if (process.getuid?.() === 0) {
    await run('mknod', [join(place.share, 'zero'), 'c', '1', '5'])
    expect((await files('GET content', { path: 'zero' })).body.error.code).toBe('NotAFile')
  }
  expect((await files('DELETE entry', { path: 'pipe' })).status).toBe(204)
})

test('writing to one name of a file leaves its other names alone', async () => {
  await writeFile(join(place.share, 'twin-a'), 'old')
  await link(join(place.share, 'twin-a'), join(place.share, 'twin-b'))
  await files('PUT content', { path: 'twin-a' }, { body: 'new' })
  expect(await readFile(join(place.share, 'twin-b'), 'utf8')).toBe('old')
})

test('two normal forms of a name are two files, as on the disk', async () => {
  await files('PUT content', { path: '\u00e9' }, { body: 'composed' })
  await files('PUT content', { path: 'e\u0301' }, { body: 'decomposed' })
  expect((await files('GET content', { path: '\u00e9' })).body).toBe('composed')
  expect((await files('GET content', { path: 'e\u0301' })).body).toBe('decomposed')
})

test('bytes that are not UTF-8 name nothing, and names that are not are counted, not guessed', async () => {
  await mkdir(join(place.share, 'bytes'))
  await writeFile(Buffer.concat([Buffer.from(join(place.share, 'bytes/')), Buffer.from([0xff, 0xfe])]), 'x')
  const url = `${place.workspaceId}/providers/Carrel.Files/content?api-version=2026-11-01&path=bytes/%FF%FE`
  expect((await place.server.call('GET', url)).body.error.code).toBe('InvalidQueryParameter')
  expect((await files('GET entries', { path: 'bytes' })).body).toEqual({ value: [], unnameable: 1 })
})

test.each(['list', 'stat', 'read', 'write', 'delete', 'zip'])(
  '%s reaches nothing outside while a folder is swapped for a link and back',
  async (name) => {
    const [folder, aside, trap] = ['swapped', 'aside', 'trap'].map((each) => join(place.share, each)) as [
      string,
      string,
      string,
    ]
    await mkdir(folder)
    await writeFile(join(folder, 'secret'), 'harmless')
    await symlink(`${place.share}x`, trap)
    let isOn = true
    const swapping = (async () => {
      while (isOn) {
        renameSync(folder, aside)
        renameSync(trap, folder)
        await new Promise(setImmediate)
        renameSync(folder, trap)
        renameSync(aside, folder)
        await new Promise(setImmediate)
      }
    })()
    const answers = []
    for (let round = 0; round < 60; round += 1) answers.push(await requests[name]?.('swapped/secret'))
    isOn = false
    await swapping
    // A zip that has begun names the file it packs; nothing else of what was answered may hold the word.
    for (const answer of answers)
      if (answer?.status === 200) expect(answer.bytes.toString('latin1')).not.toMatch(/^secret$/)
    expect(await readFile(secret, 'utf8')).toBe('secret')
    expect(await readdir(`${place.share}x`)).toEqual(['secret'])
    rmSync(folder, { recursive: true, force: true })
    rmSync(trap, { force: true })
  },
)
