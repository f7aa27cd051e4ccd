// The files of a workspace through the API.

import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FileServer, startFileServer } from '../support/file-server.ts'

let place: FileServer
let files: FileServer['files']
beforeAll(async () => {
  place = await startFileServer()
  files = place.files
})
afterAll(() => place[Symbol.asyncDispose]())

const put = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  files('PUT content', { path }, { body, headers })
const read = (path: string, headers: Record<string, string> = {}) => files('GET content', { path }, { headers })

describe('a file', () => {
  test('that is written is listed, told and read back', async () => {
    const written = await put('hello.txt', 'hello')
    expect(written.status).toBe(201)
    const { etag } = written.body
    expect(written.headers.etag).toBe(etag)
    const entry = {
      ...{ name: 'hello.txt', path: 'hello.txt', kind: 'file', size: 5, etag },
      modifiedAt: expect.stringMatching(/^\d{4}-/),
    }
    expect(written.body).toEqual(entry)
    expect((await files('GET entry', { path: 'hello.txt' })).body).toEqual(entry)
    expect((await files('GET entries', { path: '' })).body.value).toContainEqual(entry)
    const back = await read('hello.txt')
    expect(back).toMatchObject({ status: 200, body: 'hello' })
    expect(back.headers).toMatchObject({ etag, 'content-length': '5', 'accept-ranges': 'bytes' })
    expect(await readFile(join(place.share, 'hello.txt'), 'utf8')).toBe('hello')
  })

  test('is never shown as a page', async () => {
    await put("pa'ge.html", '<script>alert(1)</script>')
    expect((await read("pa'ge.html")).headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''pa%27ge.html",
      'x-content-type-options': 'nosniff',
    })
  })

  test.each([
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=4-', 206, '456789', 'bytes 4-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=0-1,4-5', 200, '0123456789', undefined],
    ['bytes=5-2', 200, '0123456789', undefined],
    ['lines=1-2', 200, '0123456789', undefined],
  ])('is read by the range %s', async (range, status, text, contentRange) => {
    await put('digits', '0123456789')
    const answer = await read('digits', { range })
    expect([answer.status, answer.bytes.toString(), answer.headers['content-range']]).toEqual([
      status,
      text,
      contentRange,
    ])
  })

  test.each(['bytes=10-', 'bytes=-0'])('has no range %s', async (range) => {
    await put('digits', '0123456789')
    const { status, body, headers } = await read('digits', { range })
    expect([status, body.error.code, headers['content-range']]).toEqual([416, 'InvalidRange', 'bytes */10'])
  })

  test('that has not changed is not sent again, and a part of one that has is not sent alone', async () => {
    const { etag } = (await put('seen', 'one two')).body
    expect(await read('seen', { 'if-none-match': etag })).toMatchObject({ status: 304, body: undefined })
    expect((await read('seen', { range: 'bytes=0-2', 'if-range': etag })).body).toBe('one')
    expect((await put('seen', 'three four')).body.etag).not.toBe(etag)
    expect((await read('seen', { 'if-none-match': etag })).status).toBe(200)
    expect(await read('seen', { range: 'bytes=0-2', 'if-range': etag })).toMatchObject({
      status: 200,
      body: 'three four',
    })
  })

  test('answers HEAD with its length and nothing else', async () => {
    await put('long', 'x'.repeat(1000))
    const { status, body, headers } = await files('HEAD content', { path: 'long' })
    expect([status, body, headers['content-length']]).toEqual([200, undefined, '1000'])
  })

  test('larger than any JSON body goes through whole', async () => {
    const bytes = Buffer.alloc(9 * 1024 * 1024 + 7, 'abcdefg')
    expect((await put('large', bytes)).body.size).toBe(bytes.length)
    expect((await read('large')).bytes.equals(bytes)).toBe(true)
  })

  test('of nothing is a file too', async () => {
    expect((await put('empty', '')).body.size).toBe(0)
    expect(await read('empty')).toMatchObject({ status: 200, body: undefined })
  })

  test('is replaced by a PUT, unless that says not to or means another version', async () => {
    const { etag } = (await put('mine', 'one')).body
    expect((await put('mine', 'two', { 'if-none-match': '*' })).body.error.code).toBe('FileExists')
    expect((await put('mine', 'two', { 'if-match': '"other"' })).status).toBe(412)
    expect((await put('mine', 'two', { 'if-match': etag })).status).toBe(201)
    expect((await put('mine', 'three', { 'if-match': etag })).body.error.code).toBe('PreconditionFailed')
    expect((await read('mine')).body).toBe('two')
  })

  test('needs the folders above it, or asks for them', async () => {
    expect((await put('no/such/file', 'x')).body.error.code).toBe('FileNotFound')
    expect((await files('PUT content', { path: 'a/b/file', parents: 'true' }, { body: 'x' })).status).toBe(201)
    expect((await read('a/b/file')).body).toBe('x')
  })
})

describe('a folder', () => {
  test('is made, alone or with those above it', async () => {
    expect((await files('PUT folder', { path: 'new' })).body).toMatchObject({ kind: 'folder', path: 'new' })
    expect((await files('PUT folder', { path: 'new' })).body.error.code).toBe('FileExists')
    expect((await files('PUT folder', { path: 'deep/er/still', parents: 'true' })).status).toBe(201)
    expect((await files('PUT folder', { path: 'deep/er/still', parents: 'true' })).status).toBe(201)
    await put('in-the-way', '')
    const blocked = await files('PUT folder', { path: 'in-the-way', parents: 'true' })
    expect(blocked.body.error.code).toBe('NotAFolder')
  })

  test('is listed in pages, by name', async () => {
    await files('PUT folder', { path: 'many' })
    const names = Array.from({ length: 25 }, (_, at) => `f${String(at).padStart(2, '0')}`)
    for (const name of names) await writeFile(join(place.share, 'many', name), '')
    const seen: string[][] = []
    let next = await files('GET entries', { path: 'many', $top: '10' })
    for (;;) {
      seen.push(next.body.value.map(({ name }: { name: string }) => name))
      if (next.body.nextLink === undefined) break
      const link = new URL(next.body.nextLink)
      next = await place.server.call('GET', link.pathname + link.search)
    }
    expect(seen.map((page) => page.length)).toEqual([10, 10, 5])
    expect(seen.flat()).toEqual(names)
  })

  test('goes when it is empty, and with what is in it only when asked', async () => {
    await files('PUT content', { path: 'full/x', parents: 'true' }, { body: 'x' })
    expect((await files('DELETE entry', { path: 'full' })).body.error.code).toBe('FolderNotEmpty')
    expect((await files('DELETE entry', { path: 'full', recursive: 'true' })).status).toBe(204)
    expect((await files('GET entry', { path: 'full' })).status).toBe(404)
    await files('PUT folder', { path: 'bare' })
    expect((await files('DELETE entry', { path: 'bare' })).status).toBe(204)
    expect((await files('DELETE entry', { path: 'bare' })).body.error.code).toBe('FileNotFound')
  })

  test('of nodes’ making shows links and pipes for what they are', async () => {
    await mkdir(join(place.share, 'odd'))
    await symlink('/etc', join(place.share, 'odd', 'link'))
    expect((await files('GET entries', { path: 'odd' })).body.value).toMatchObject([{ name: 'link', kind: 'link' }])
    expect((await files('DELETE entry', { path: 'odd/link' })).status).toBe(204)
  })
})

describe('moving', () => {
  const move = (from: string, to: string, more: Record<string, unknown> = {}) =>
    files('POST move', {}, { body: { from, to, ...more } })

  test('renames files and folders, and replaces only when asked', async () => {
    await put('one', 'first')
    await put('two', '2')
    expect((await move('one', 'two')).body.error.code).toBe('FileExists')
    expect((await move('one', 'three')).body).toMatchObject({ path: 'three', kind: 'file' })
    expect((await move('three', 'two', { overwrite: true })).status).toBe(200)
    expect((await move('none', 'four')).body.error).toMatchObject({
      code: 'FileNotFound',
      message: expect.stringContaining('"none"'),
    })
    expect((await read('two')).body).toBe('first')
    await files('PUT content', { path: 'from/x', parents: 'true' }, { body: 'x' })
    expect((await move('from', 'to')).body).toMatchObject({ kind: 'folder' })
    expect((await read('to/x')).body).toBe('x')
    const gone = await move('from', 'elsewhere')
    expect(gone.body.error).toMatchObject({ code: 'FileNotFound', message: expect.stringContaining('"from"') })
    const nowhere = await move('two', 'none/two')
    expect(nowhere.body.error).toMatchObject({ code: 'FileNotFound', message: expect.stringContaining('"none/two"') })
  })

  test('puts no folder into itself or onto one that holds something', async () => {
    await files('PUT content', { path: 'outer/inner/x', parents: 'true' }, { body: 'x' })
    await files('PUT content', { path: 'other/x', parents: 'true' }, { body: 'x' })
    expect((await move('outer', 'outer/inner/outer')).status).toBe(400)
    expect((await move('outer', 'other')).body.error.code).toBe('FileExists')
    expect((await move('outer', 'other', { overwrite: true })).body.error.code).toBe('FolderNotEmpty')
    expect((await read('outer/inner/x')).body).toBe('x')
  })
})

test('the files of a workspace go with it', async () => {
  const { server, workspaceId, share } = place
  await put('last', 'x')
  await server.call('DELETE', `${workspaceId}?api-version=2024-10-01`)
  await server.settle()
  await expect(readFile(join(share, 'last'))).rejects.toMatchObject({ code: 'ENOENT' })
  expect((await files('GET entries', { path: '' })).status).toBe(404)
})
