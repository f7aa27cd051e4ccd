// If-Match and If-None-Match: whoever decided on what has changed since is told, and nothing is overwritten.

import { expect, test } from 'vitest'
import { apiVersion, makeWorkspace } from '../support/arm-paths.ts'
import { later, makeCompute } from '../support/arm-steps.ts'
import { startTestServer } from '../support/harness.ts'

test('every answer with a resource carries its ETag, which changes with what is asked for', async () => {
  await using server = await startTestServer()
  const { groupId } = await makeWorkspace(server)
  const read = await server.call('GET', `${groupId}?${apiVersion}`)
  expect(read.headers['etag']).toMatch(/^"[\w-]+"$/)
  const patched = await server.call('PATCH', `${groupId}?${apiVersion}`, { tags: { a: 'b' } })
  expect(patched.headers['etag']).not.toBe(read.headers['etag'])
  expect((await server.call('GET', `${groupId}?${apiVersion}`)).headers['etag']).toBe(patched.headers['etag'])
})

test('a machine that goes on starting does not change its ETag', async () => {
  await using server = await startTestServer()
  const { computeId } = await makeWorkspace(server)
  const created = await makeCompute(server, computeId('ana'))
  await later(server)
  expect((await server.call('GET', `${computeId('ana')}?${apiVersion}`)).headers['etag']).toBe(created.headers['etag'])
})

test('a change meant for another state is refused with 412 and changes nothing', async () => {
  await using server = await startTestServer()
  const { groupId } = await makeWorkspace(server)
  const path = `${groupId}?${apiVersion}`
  const etag = String((await server.call('GET', path)).headers['etag'])
  const meant = (ifMatch: string) => ({ headers: { 'if-match': ifMatch } })
  expect((await server.call('PATCH', path, { tags: { by: 'first' } }, meant(etag))).status).toBe(200)
  for (const [method, body] of [
    ['PUT', { location: 'eastus', tags: { by: 'second' } }],
    ['PATCH', { tags: { by: 'second' } }],
    ['DELETE', undefined],
  ] as const) {
    const late = await server.call(method, path, body, meant(etag))
    expect([method, late.status, late.body.error.code]).toEqual([method, 412, 'PreconditionFailed'])
  }
  const read = await server.call('GET', path)
  expect(read.body.tags).toEqual({ by: 'first' })
  const listed = `"other", ${read.headers['etag']}`
  expect((await server.call('PATCH', path, { tags: {} }, meant(listed))).status).toBe(200)
  expect((await server.call('PATCH', path, { tags: {} }, meant('*'))).status).toBe(200)
})

test('If-None-Match: * creates and never overwrites; If-Match: * updates and never creates', async () => {
  await using server = await startTestServer()
  const path = `${server.subscription}/resourceGroups/lab?${apiVersion}`
  const body = { location: 'eastus' }
  expect((await server.call('PUT', path, body, { headers: { 'if-match': '*' } })).status).toBe(412)
  expect((await server.call('PUT', path, body, { headers: { 'if-none-match': '*' } })).status).toBe(201)
  expect((await server.call('PUT', path, body, { headers: { 'if-none-match': '*' } })).status).toBe(412)
})
