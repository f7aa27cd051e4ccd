// Hostile requests: a 4xx in ARM's shape, never a 5xx, and nothing made. Numbers are those of the standing list of attacks.

import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace, paths } from '../support/arm-paths.ts'
import { makeCompute } from '../support/arm-steps.ts'
import { type Answer, startTestServer, type TestServer } from '../support/harness.ts'

let server: TestServer
let compute: string
let group: string

beforeAll(async () => {
  server = await startTestServer()
  const place = await makeWorkspace(server)
  group = place.groupId
  compute = place.computeId('one')
  await makeCompute(server, compute)
})
afterAll(() => server[Symbol.asyncDispose]())

function refused(answer: Answer, status = 400): void {
  expect(answer.status).toBe(status)
  expect(answer.body.error).toMatchObject({ code: expect.stringMatching(/^[A-Za-z]+$/), message: expect.any(String) })
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(answer.headers['x-ms-request-id']).toEqual(expect.any(String))
  expect(answer.headers['x-ms-correlation-request-id']).toEqual(expect.any(String))
}

describe('a path (2)', () => {
  test.each([
    '/subscriptions/a%2Fb',
    '/subscriptions/a%5Cb',
    '/subscriptions/%00',
    '/subscriptions/%0a',
    '/subscriptions/a%0d%0aSet-Cookie:x',
    '/subscriptions/%zz',
    '/subscriptions/%',
    '/subscriptions/%ff',
    '/subscriptions/a?b',
    '/subscriptions/a%3Fb',
    '/subscriptions/a%23b',
    '/subscriptions/%3Cscript%3E',
    `/subscriptions/${'x'.repeat(300)}`,
    `/subscriptions/${'x'.repeat(5_000)}`,
    `/${'a/'.repeat(2_000)}`,
    `/subscriptions/${'x'.repeat(20_000)}`,
    '/x',
    '/favicon.ico',
    '/providers',
    '/providers/',
    '/providers/Microsoft.MachineLearningServices',
    '/providers/providers/providers',
    '/subscriptions/s/providers/providers/x',
    '/subscriptions/s/resourceGroups/g/providers',
    '/subscriptions/s/constructor/x',
    '/subscriptions/s/__proto__/x',
    '/toString',
  ])('%s is refused or nothing', async (path) => {
    for (const method of ['GET', 'PUT', 'POST', 'DELETE', 'PATCH']) {
      const answer = await server.call(
        method,
        `${path}${path.includes('?') ? '&' : '?'}${apiVersion}`,
        method === 'GET' ? undefined : {},
      )
      expect([method, answer.status]).toEqual([
        method,
        expect.toSatisfy((status: number) => [400, 404, 405, 414].includes(status)),
      ])
      expect(answer.body.error.code).toEqual(expect.any(String))
    }
  })

  test.each([
    'ünï',
    'ａｂｃ',
    'a\u202Eb',
    '😀',
    'xn--abc',
    'a'.repeat(63),
    '11111111-2222-3333-4444-555555555555',
    '-rf',
    '$(reboot)',
    "a'b",
    'a"b',
    'a`b',
    'a b',
    'a:b',
    'a|b',
    'a*b',
  ])('with an instance called %j makes none', async (name) => {
    const { computeId } = paths(server)
    const answer = await server.call('PUT', `${computeId(encodeURIComponent(name))}?${apiVersion}`, computeBody())
    refused(answer)
  })

  test('of a resource below a node or an orphan is not offered', async () => {
    for (const path of [`${compute}/nodes/0`, '/orphans/x', '/orphans'])
      expect((await server.call('GET', `${path}?${apiVersion}`)).status).toBe(404)
    // Nodes are asked of clusters.
    const asked = await server.call('GET', `${compute}/nodes?${apiVersion}`)
    expect([asked.status, asked.body.error?.code]).toEqual([400, 'ComputeTypeNotSupported'])
  })
})

describe('on the wire', () => {
  let folder: string
  let socketPath: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'carrel-hostile-'))
    socketPath = join(folder, 'server.sock')
    await server.server.app.listen({ path: socketPath })
  })
  afterAll(() => rm(folder, { recursive: true }))

  /** What is written is what arrives. Answers the status line's number; 0 when the connection ended without one. */
  async function status(text: string, isCut = false): Promise<number> {
    const socket = connect(socketPath)
    const ended = new Promise((resolve) => socket.once('close', resolve))
    let answer = ''
    socket.on('data', (bytes) => {
      answer += bytes
    })
    socket.on('error', () => undefined)
    socket.write(text.replaceAll('\n', '\r\n'))
    if (isCut) socket.end()
    await ended
    return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0)
  }

  async function get(target: string): Promise<number> {
    const { token } = await server.principal('Owner')
    return status(`GET ${target} HTTP/1.1\nHost: localhost:8443\nAuthorization: Bearer ${token}\nConnection: close\n\n`)
  }

  test.each([
    '/subscriptions/..',
    '/subscriptions/../tenants?api-version=2022-12-01',
    '/subscriptions/%2e%2e/tenants?api-version=2022-12-01',
    '/subscriptions/.%2E/tenants?api-version=2022-12-01',
    '/./tenants?api-version=2022-12-01',
    '/tenants/%2e?api-version=2022-12-01',
    '/subscriptions/..%2ftenants?api-version=2022-12-01',
    '*',
    'tenants',
    '/subscriptions/\u0001',
  ])('the target %j is refused', async (target) => {
    expect(await get(target)).toSatisfy((code: number) => code >= 400 && code < 500)
  })

  test('the same server answers what is well said', async () => {
    expect(await get('/tenants?api-version=2022-12-01')).toBe(200)
    expect(await get('//tenants//?api-version=2022-12-01')).toBe(200)
  })

  test.each([
    [
      'a body shorter than it says',
      'PUT /subscriptions HTTP/1.1\nHost: x\nContent-Length: 100\nConnection: close\n\n{}',
    ],
    ['two lengths', 'PUT /subscriptions HTTP/1.1\nHost: x\nContent-Length: 1\nContent-Length: 2\n\n{}'],
    [
      'a length and chunks',
      'PUT /subscriptions HTTP/1.1\nHost: x\nContent-Length: 2\nTransfer-Encoding: chunked\n\n0\n\n',
    ],
    ['broken chunks', 'PUT /subscriptions HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\nzz\n\n'],
    ['no method', ' / HTTP/1.1\nHost: x\n\n'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\n'],
    ['headers without end', `GET / HTTP/1.1\nHost: x\nX: ${'x'.repeat(100_000)}\n\n`],
    ['ten thousand headers', `GET / HTTP/1.1\nHost: x\n${'X: y\n'.repeat(10_000)}\n`],
  ])('%s is a 4xx or the end of the connection', async (_, text) => {
    expect(await status(text, true)).toSatisfy((code: number) => code === 0 || (code >= 400 && code < 500))
  })
})

describe('a method', () => {
  test.each(['TRACE', 'OPTIONS', 'PROPFIND', 'CONNECT', 'LOCK'])('%s is not offered', async (method) => {
    const answer = await server.call(method, `${compute}?${apiVersion}`)
    expect(answer.status).toBeOneOf([400, 404, 405])
  })
})

describe('headers', () => {
  test('the client’s request id comes back only when asked for, and only if it is harmless', async () => {
    const path = `${group}?${apiVersion}`
    const echo = async (id: string, wanted = 'true') =>
      (
        await server.call('GET', path, undefined, {
          headers: { 'x-ms-client-request-id': id, 'x-ms-return-client-request-id': wanted },
        })
      ).headers['x-ms-client-request-id']
    expect(await echo('abc-1')).toBe('abc-1')
    expect(await echo('abc-1', 'false')).toBeUndefined()
    for (const id of ['<script>', 'x'.repeat(65), 'a b', 'a;b', '']) expect(await echo(id)).toBeUndefined()
  })

  test('a correlation id that is none is replaced; each request has an id of its own', async () => {
    const ask = async (id: string) =>
      (
        await server.call('GET', `${group}?${apiVersion}`, undefined, {
          headers: { 'x-ms-correlation-request-id': id },
        })
      ).headers
    const guid = '11111111-2222-3333-4444-555555555555'
    const [good, bad] = [await ask(guid), await ask('<x>')]
    expect(good['x-ms-correlation-request-id']).toBe(guid)
    expect(bad['x-ms-correlation-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(good['x-ms-request-id']).not.toBe(bad['x-ms-request-id'])
  })
})

describe('a token', () => {
  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer x',
    'Bearer a.b.c',
    'Bearer eyJhbGciOiJub25lIn0.eyJvaWQiOiJ4In0.',
    'Basic YTpi',
    'Negotiate x',
    `Bearer ${'x'.repeat(100_000)}`,
    'Bearer a b',
    'Bearer "><script>',
  ])('%#: that is none is 401 with a challenge, before anything is looked at', async (authorization) => {
    for (const path of [`${compute}?${apiVersion}`, '/nothing', `${compute}?api-version=x`, '/subscriptions/%2e%2e']) {
      const headers = authorization === undefined ? {} : { authorization }
      const answer = await server.call('PUT', path, undefined, { token: null, headers, raw: 'x'.repeat(5_000_000) })
      refused(answer, 401)
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer (?:realm="", )?authorization_uri="https:/)
    }
  })

  test('with a letter changed, or a scope too large, is 401', async () => {
    const { token } = await server.principal('Reader')
    const [head = '', body = '', signature = ''] = token.split('.')
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
    const forged = Buffer.from(JSON.stringify({ ...claims, oid: '11111111-2222-3333-4444-555555555555' })).toString(
      'base64url',
    )
    for (const bad of [
      `${head}.${forged}.${signature}`,
      `${head}.${body}.`,
      `${head}.${body}`,
      `${head}.${body}.${signature.slice(0, -4)}AAAA`,
    ])
      refused(await server.call('GET', `${group}?${apiVersion}`, undefined, { token: bad }), 401)
    expect((await server.call('GET', `${group}?${apiVersion}`, undefined, { token })).status).toBe(200)
  })
})
