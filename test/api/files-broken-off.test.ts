// Clients that hang up in the middle: nothing half-done stays, and nothing stays open.

import { once } from 'node:events'
import { readdir, readlink, truncate, writeFile } from 'node:fs/promises'
import { type ClientRequest, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type FileServer, startFileServer } from '../support/file-server.ts'
import { patience } from '../support/patience.ts'

let place: FileServer
let port: number
let token: string

beforeAll(async () => {
  place = await startFileServer()
  token = (await place.server.principal('Contributor')).token
  const { app } = place.server.server
  await app.listen({ host: '127.0.0.1', port: 0 })
  port = (app.server.address() as AddressInfo).port
  await writeFile(join(place.share, 'huge'), '')
  await truncate(join(place.share, 'huge'), 4 * 1024 ** 3)
})
afterAll(() => place[Symbol.asyncDispose]())

test.each(['content', 'zip'])('a download by %s that is given up closes what it read', async (what) => {
  for (let round = 0; round < 5; round += 1) {
    const asking = ask('GET', what, 'huge')
    asking.end()
    const [answer] = await once(asking, 'response')
    await once(answer, 'data')
    asking.destroy()
  }
  await vi.waitFor(async () => expect(await openFiles()).toEqual([]), patience)
})

test('a PUT that breaks off leaves the old file and nothing else', async () => {
  await place.files('PUT content', { path: 'kept' }, { body: 'old' })
  const before = await readdir(place.volumes, { recursive: true })
  const asking = ask('PUT', 'content', 'kept', { 'content-length': 10_000_000 })
  asking.on('error', () => undefined)
  asking.write(Buffer.alloc(3_000_000))
  await vi.waitFor(async () => expect(await openFiles()).not.toEqual([]), patience)
  asking.destroy()
  await vi.waitFor(async () => expect(await openFiles()).toEqual([]), patience)
  expect(await readdir(place.volumes, { recursive: true })).toEqual(before)
  expect((await place.files('GET content', { path: 'kept' })).body).toBe('old')
})

test('of a piece that breaks off, what came counts', async () => {
  const begun = { path: 'pieced', size: 5_000_000 }
  const { id } = (await place.files('POST uploads', {}, { body: begun, token })).body
  const asking = ask('PATCH', `uploads/${id}`, undefined, { 'content-length': 5_000_000 }, '&offset=0')
  asking.on('error', () => undefined)
  asking.write(Buffer.alloc(2_000_000, 'a'))
  const offset = async () => (await place.files(`GET uploads/${id}`, {}, { token })).body.offset as number
  await vi.waitFor(async () => expect(await offset()).toBe(2_000_000), patience)
  asking.destroy()
  await vi.waitFor(async () => expect(await openFiles()).toEqual([]), patience)
  const rest = await place.files(
    `PATCH uploads/${id}`,
    { offset: '2000000' },
    { body: Buffer.alloc(3_000_000, 'b'), token },
  )
  expect(rest.body.offset).toBe(5_000_000)
  expect((await place.files(`POST uploads/${id}/commit`, {}, { token })).status).toBe(201)
})

function ask(
  method: string,
  what: string,
  path: string | undefined,
  headers: Record<string, number> = {},
  more = '',
): ClientRequest {
  const query = `api-version=2026-11-01${path === undefined ? '' : `&path=${path}`}${more}`
  const url = `http://127.0.0.1:${port}${place.workspaceId}/providers/Carrel.Files/${what}?${query}`
  const known = { 'x-forwarded-host': 'localhost:8443', 'x-forwarded-proto': 'https' }
  return request(url, { method, headers: { ...headers, ...known, authorization: `Bearer ${token}` } })
}

/** Of the workspace, in this process. */
async function openFiles(): Promise<string[]> {
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  )
  return links.filter((path) => path.startsWith(place.volumes))
}
