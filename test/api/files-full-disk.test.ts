// A full disk under the files of a workspace: refused in words, nothing lost, and it goes on when there is room.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { startFileServer } from '../support/file-server.ts'

const run = promisify(execFile)
const megabyte = 1024 ** 2

test.skipIf(process.getuid?.() !== 0)('an upload that the disk has no room for goes on when it has', async () => {
  await using place = await startFileServer({ diskBytes: 100 * megabyte })
  const { files } = place
  await files('PUT content', { path: 'old' }, { body: 'still here' })
  const tooLarge = await files('POST uploads', {}, { body: { path: 'never', size: 60 * megabyte } })
  expect([tooLarge.status, tooLarge.body.error.code]).toEqual([507, 'InsufficientStorage'])

  const { id } = (await files('POST uploads', {}, { body: { path: 'big', size: 20 * megabyte } })).body
  const half = Buffer.alloc(10 * megabyte, 'a')
  expect((await files(`PATCH uploads/${id}`, { offset: '0' }, { body: half })).body.offset).toBe(half.length)
  // To the last byte, as a node can.
  await run('sh', ['-c', 'head -c 200000000 /dev/zero > "$0" || true', join(place.share, 'filler')])
  const refused = await files(`PATCH uploads/${id}`, { offset: String(half.length) }, { body: half })
  expect([refused.status, refused.body.error.code]).toEqual([507, 'InsufficientStorage'])
  expect(refused.body.error.message).toContain('Nothing that was there is lost')
  expect((await files('PUT content', { path: 'old' }, { body: 'replaced' })).status).toBe(507)
  expect((await files('GET content', { path: 'old' })).body).toBe('still here')
  expect((await files('GET entries', { path: '' })).body.value).toHaveLength(2)

  expect((await files('DELETE entry', { path: 'filler' })).status).toBe(204)
  expect((await files(`GET uploads/${id}`)).body.offset).toBe(half.length)
  expect((await files(`PATCH uploads/${id}`, { offset: String(half.length) }, { body: half })).status).toBe(200)
  expect((await files(`POST uploads/${id}/commit`)).body.size).toBe(20 * megabyte)
})
