// Large files in pieces, and many files as one zip.

import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FileServer, startFileServer } from '../support/file-server.ts'

const run = promisify(execFile)

let place: FileServer
let files: FileServer['files']
beforeAll(async () => {
  place = await startFileServer()
  files = place.files
})
afterAll(() => place[Symbol.asyncDispose]())

const begin = (body: Record<string, unknown>) => files('POST uploads', {}, { body })
const piece = (id: string, offset: number, body: string) =>
  files(`PATCH uploads/${id}`, { offset: String(offset) }, { body })
const commit = (id: string, headers: Record<string, string> = {}) => files(`POST uploads/${id}/commit`, {}, { headers })
const read = async (path: string) => (await files('GET content', { path })).bytes.toString()

describe('an upload', () => {
  test('takes its place as a whole when it is committed, and nobody sees it before', async () => {
    const begun = await begin({ path: 'sub/big', size: 10, parents: true, label: 'mine' })
    expect(begun.status).toBe(201)
    const { id } = begun.body
    expect(begun.headers.location).toMatch(new RegExp(`/uploads/${id}\\?`))
    expect((await piece(id, 0, '01234')).body.offset).toBe(5)
    expect((await commit(id)).body.error).toMatchObject({
      code: 'UploadIncomplete',
      message: expect.stringContaining('5 of 10 bytes'),
    })
    expect((await files('GET entry', { path: 'sub' })).status).toBe(404)
    const found = (await files('GET uploads')).body.value
    expect(found).toMatchObject([{ id, path: 'sub/big', size: 10, offset: 5, label: 'mine' }])
    expect((await piece(id, 5, '56789')).headers['upload-offset']).toBe('10')
    const done = await commit(id)
    expect(done.body).toMatchObject({ path: 'sub/big', kind: 'file', size: 10 })
    expect(await read('sub/big')).toBe('0123456789')
    expect((await files(`GET uploads/${id}`)).status).toBe(404)
    expect(await readdir(join(place.volumes, 'uploads'), { recursive: true })).toHaveLength(1)
  })

  test('goes on only where it ends, and takes no more than was announced', async () => {
    const { id } = (await begin({ path: 'exact', size: 6 })).body
    await piece(id, 0, 'abc')
    for (const offset of [0, 2, 4]) expect((await piece(id, offset, 'x')).body.error.code).toBe('UploadOffsetMismatch')
    for (const offset of ['-1', 'none', '1.5'])
      expect((await files(`PATCH uploads/${id}`, { offset }, { body: 'x' })).status).toBe(400)
    expect((await piece(id, 3, 'defg')).body.error.code).toBe('FileTooLarge')
    expect((await files(`GET uploads/${id}`)).body.offset).toBe(3)
    await piece(id, 3, 'def')
    await commit(id)
    expect(await read('exact')).toBe('abcdef')
  })

  test('of two pieces at once at the same offset takes one', async () => {
    const { id } = (await begin({ path: 'raced', size: 200_000 })).body
    const answers = await Promise.all(['a', 'b', 'c'].map((letter) => piece(id, 0, letter.repeat(200_000))))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    await commit(id)
    expect(await read('raced')).toMatch(/^(a+|b+|c+)$/)
  })

  test('is begun, and all are listed, while others beside it are sent, committed and given up', async () => {
    const sendAll = async (name: string) => {
      const statuses: number[] = []
      for (let round = 0; round < 8; round += 1) {
        const begun = await begin({ path: `${name}-${round}`, size: 1 })
        const { id } = begun.body
        const sent = await piece(id, 0, 'x')
        const listed = await files('GET uploads')
        const ended = await (round % 2 === 0 ? commit(id) : files(`DELETE uploads/${id}`))
        statuses.push(...[begun, sent, listed, ended].map(({ status }) => status))
      }
      return statuses
    }
    const all = await Promise.all(['p', 'q', 'r', 's', 't', 'u'].map(sendAll))
    const expected = Array.from({ length: 4 }, () => [201, 200, 200, 201, 201, 200, 200, 204]).flat()
    expect(all).toEqual(all.map(() => expected))
  })

  test('of nothing is a file', async () => {
    const { id } = (await begin({ path: 'nothing', size: 0 })).body
    expect((await commit(id)).body).toMatchObject({ size: 0, kind: 'file' })
  })

  test('replaces only when asked, and only the version that is meant', async () => {
    await files('PUT content', { path: 'there' }, { body: 'old' })
    expect((await begin({ path: 'there', size: 3 })).body.error.code).toBe('FileExists')
    const late = (await begin({ path: 'later', size: 1 })).body.id
    await piece(late, 0, 'x')
    await files('PUT content', { path: 'later' }, { body: 'was first' })
    expect((await commit(late)).body.error.code).toBe('FileExists')
    expect(await read('later')).toBe('was first')
    const { id } = (await begin({ path: 'there', size: 3, overwrite: true })).body
    await piece(id, 0, 'new')
    expect((await commit(id, { 'if-match': '"other"' })).status).toBe(412)
    expect((await commit(id)).status).toBe(201)
    expect(await read('there')).toBe('new')
  })

  test('that is larger than the disk is refused before a byte is sent, with what to do', async () => {
    const { status, body } = await begin({ path: 'huge', size: 2 ** 52 })
    expect([status, body.error.code]).toEqual([507, 'InsufficientStorage'])
    expect(body.error.message).toContain('Delete files')
    expect(
      (await files('PUT content', { path: 'huge' }, { body: 'x', headers: { 'content-length': String(2 ** 52) } }))
        .status,
    ).toBe(507)
  })

  test('is given up by a DELETE, and is nobody else’s', async () => {
    const { id } = (await begin({ path: 'dropped', size: 5 })).body
    const { token } = await place.server.principal('Contributor')
    expect((await files(`GET uploads/${id}`, {}, { token })).body.error.code).toBe('UploadNotFound')
    expect((await files(`PATCH uploads/${id}`, { offset: '0' }, { token, body: 'x' })).status).toBe(404)
    expect((await files('GET uploads', {}, { token })).body.value).toEqual([])
    expect((await files(`DELETE uploads/${id}`)).status).toBe(204)
    expect((await files(`DELETE uploads/${id}`)).status).toBe(404)
  })

  test.each(['..', '../shares', 'x'.repeat(32), '0'.repeat(31), '%2e%2e'])('has no id such as %s', async (id) => {
    // 400 where the address itself cannot be.
    expect([400, 404]).toContain((await files(`GET uploads/${encodeURIComponent(id)}`)).status)
  })

  test.each([
    [{ size: 1 }],
    [{ path: 'x' }],
    [{ path: 'x', size: -1 }],
    [{ path: 'x', size: 1.5 }],
    [{ path: 'x', size: '1' }],
    [{ path: '', size: 1 }],
    [{ path: '../x', size: 1 }],
    [{ path: 'x\u0000y', size: 1 }],
    [{ path: 'x', size: 1, more: true }],
  ])('is not begun by %j', async (body) => {
    expect((await begin(body)).status).toBe(400)
  })
})

describe('a zip', () => {
  test('holds a folder as it is, without links', async () => {
    for (const [path, text] of [
      ['pack/a.txt', 'one'],
      ['pack/deep/er/b.bin', 'x'.repeat(700_000)],
      ['pack/ünï códe.txt', 'two'],
    ] as const)
      await files('PUT content', { path, parents: 'true' }, { body: text })
    await files('PUT folder', { path: 'pack/empty' })
    await symlink('/etc/passwd', join(place.share, 'pack', 'link'))
    await writeFile(join(place.share, 'pack', 'C:\\..\\evil'), 'x')
    const { status, headers, bytes } = await files('GET zip', { path: 'pack' })
    expect([status, headers['content-type']]).toEqual([200, 'application/zip'])
    const out = await unpacked(bytes)
    expect((await readdir(out, { recursive: true })).sort()).toEqual([
      'pack',
      'pack/C:_.._evil',
      'pack/a.txt',
      'pack/deep',
      'pack/deep/er',
      'pack/deep/er/b.bin',
      'pack/empty',
      'pack/ünï códe.txt',
    ])
    expect(await readFile(join(out, 'pack/deep/er/b.bin'), 'utf8')).toBe('x'.repeat(700_000))
    await rm(out, { recursive: true })
  })

  test('holds a selection, named from the share inwards', async () => {
    for (const path of ['left/same', 'right/same'])
      await files('PUT content', { path, parents: 'true' }, { body: path })
    const { workspaceId, server } = place
    const url = `${workspaceId}/providers/Carrel.Files/zip?api-version=2026-11-01&path=left/same&path=right/same`
    const out = await unpacked((await server.call('GET', url)).bytes)
    expect(await readFile(join(out, 'right/same'), 'utf8')).toBe('right/same')
    await rm(out, { recursive: true })
  })

  test('holds each thing once, however often it was named', async () => {
    await files('PUT content', { path: 'twice/in/same', parents: 'true' }, { body: 'x' })
    await files('PUT content', { path: 'twice-more' }, { body: 'x' })
    const { workspaceId, server } = place
    const asked = ['twice/in/same', 'twice', 'twice-more', 'twice/in', 'twice-more'].map((path) => `path=${path}`)
    const url = `${workspaceId}/providers/Carrel.Files/zip?api-version=2026-11-01&${asked.join('&')}`
    const { bytes } = await server.call('GET', url)
    const names =
      'import io,sys,zipfile; print(*zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())).namelist(), sep="\\n")'
    const listed = spawnSync('python3', ['-c', names], { input: bytes, encoding: 'utf8' }).stdout.trim().split('\n')
    expect(listed.toSorted()).toEqual(['twice-more', 'twice/', 'twice/in/', 'twice/in/same'])
  })

  test('of what is not there, or of a link, is refused', async () => {
    expect((await files('GET zip', { path: 'absent' })).status).toBe(404)
    expect((await files('GET zip', {})).status).toBe(400)
    await symlink('/etc', join(place.share, 'out'))
    expect((await files('GET zip', { path: 'out' })).body.error.code).toBe('PathNotAllowed')
  })
})

async function unpacked(bytes: Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-zip-'))
  await writeFile(join(folder, 'z.zip'), bytes)
  const script =
    'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])'
  await run('python3', ['-c', script, join(folder, 'z.zip'), join(folder, 'out')])
  await rm(join(folder, 'z.zip'))
  return join(folder, 'out')
}
