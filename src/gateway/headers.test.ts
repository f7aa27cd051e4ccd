import { expect, test } from 'vitest'
import { headerValues } from './headers.ts'
import { nodeResponseHeaders } from './node-response-headers.ts'
import { type Hop, nodeHeaders, serverHeaders } from './upstream-headers.ts'

const secret = 'x'.repeat(43)
const hop: Hop = {
  raw: [],
  remoteAddress: '127.0.0.1',
  scheme: 'http',
  host: 'a-lab.localhost:8444',
  isUpgrade: false,
}

test('a client cannot speak in our name to the server', () => {
  const headers = serverHeaders({
    ...hop,
    raw: [
      'host',
      'evil.example',
      'X-Forwarded-For',
      '10.0.0.1',
      'x-forwarded-host',
      'evil.example',
      'X-Forwarded-Prefix',
      '/x',
      'Forwarded',
      'for=10.0.0.1',
      'X-Real-IP',
      '10.0.0.1',
      'Connection',
      'X-Forwarded-For, close',
      'Authorization',
      'Bearer t',
    ],
  })
  expect(headerValues(headers, 'host')).toEqual(['a-lab.localhost:8444'])
  expect(headerValues(headers, 'x-forwarded-for')).toEqual(['127.0.0.1'])
  expect(headerValues(headers, 'x-forwarded-host')).toEqual(['a-lab.localhost:8444'])
  expect(headerValues(headers, 'x-forwarded-proto')).toEqual(['http'])
  expect(headerValues(headers, 'authorization')).toEqual(['Bearer t'])
  for (const name of ['forwarded', 'x-real-ip', 'x-forwarded-prefix', 'connection']) {
    expect(headerValues(headers, name)).toEqual([])
  }
})

test('a node gets its own token and cookies, never ours', () => {
  const headers = nodeHeaders(
    {
      ...hop,
      raw: [
        'Cookie',
        `__Host-carrel_app=${secret}; _xsrf=1`,
        'Cookie',
        'theme=dark',
        'AUTHORIZATION',
        'Bearer theirs',
        'Connection',
        'keep-alive, Authorization',
      ],
    },
    'token ours',
  )
  expect(headerValues(headers, 'authorization')).toEqual(['token ours'])
  expect(headerValues(headers, 'cookie')).toEqual(['_xsrf=1; theme=dark'])
  expect(headers.join(' ')).not.toContain(secret)
})

test('headers named by Connection end with the connection, and duplicates survive', () => {
  const headers = serverHeaders({ ...hop, raw: ['Connection', 'X-Hop', 'X-Hop', '1', 'X-Two', '1', 'X-Two', '2'] })
  expect(headerValues(headers, 'x-hop')).toEqual([])
  expect(headerValues(headers, 'x-two')).toEqual(['1', '2'])
})

test('a header named like a property of every object is only a header', () => {
  const headers = serverHeaders({ ...hop, raw: ['__proto__', 'x', 'constructor', 'y'] })
  expect(headerValues(headers, '__proto__')).toEqual(['x'])
})

test('a chunked body stays chunked and an upgrade stays an upgrade', () => {
  expect(headerValues(serverHeaders({ ...hop, raw: ['Transfer-Encoding', 'chunked'] }), 'transfer-encoding')).toEqual([
    'chunked',
  ])
  const upgrade = serverHeaders({ ...hop, raw: ['Connection', 'Upgrade', 'Upgrade', 'websocket'], isUpgrade: true })
  expect(headerValues(upgrade, 'connection')).toEqual(['Upgrade'])
  expect(headerValues(upgrade, 'upgrade')).toEqual(['websocket'])
})

test("a node's answer keeps its cookies but none for a domain or in our name", () => {
  const headers = nodeResponseHeaders([
    'Set-Cookie',
    '_xsrf=1; Path=/',
    'Set-Cookie',
    'tossed=1; Domain=localhost',
    'Set-Cookie',
    '__Host-carrel_app=stolen; Path=/; Secure',
    'Set-Cookie',
    'theme=dark',
    'Strict-Transport-Security',
    'max-age=1; includeSubDomains',
    'Transfer-Encoding',
    'chunked',
  ])
  expect(headerValues(headers, 'set-cookie')).toEqual(['_xsrf=1; Path=/', 'theme=dark'])
  expect(headerValues(headers, 'strict-transport-security')).toEqual([])
  expect(headerValues(headers, 'transfer-encoding')).toEqual([])
})

test('security headers are added only where the app says nothing', () => {
  const headers = nodeResponseHeaders(['x-frame-options', 'DENY'])
  expect(headerValues(headers, 'x-frame-options')).toEqual(['DENY'])
  expect(headerValues(headers, 'x-content-type-options')).toEqual(['nosniff'])
})
