import { expect, test } from 'vitest'
import { pathKind, returnPath } from './request-path.ts'

test.each([
  '/internal',
  '/internal/activity',
  '/internal?x',
  '/INTERNAL/activity',
  '//internal/activity',
  '/./internal/activity',
  '/x/../internal/activity',
  '/x/..%2finternal/activity',
  '/%69nternal/activity',
  '/%2569nternal/activity',
  '/%252569nternal/activity',
  '/internal;a=b/activity',
  '/internal%00/activity',
  '/%5cinternal/activity',
  '/\\internal/activity',
  '/%20internal/activity',
])('%s would reach the routes that are for the gateway alone', (url) => {
  expect(pathKind(url)).toBe('internal')
})

test.each(['http://evil.example/', '*', '', 'evil.example:443', '?x'])('%j is no path', (url) => {
  expect(pathKind(url)).toBe('malformed')
})

test('only the exact spelling reaches sign-in', () => {
  expect(pathKind('/.carrel/login?next=/')).toBe('carrel')
  expect(pathKind('/.carrel')).toBe('carrel')
  expect(pathKind('/.carrel-assets/xterm.css')).toBe('assets')
  expect(pathKind('/.carrelx/login')).toBe('other')
  expect(pathKind('/lab/tree/internal')).toBe('other')
  expect(pathKind('/')).toBe('other')
})

test.each([
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/a\\..\\b', '/'],
  ['/\tevil', '/'],
  ['/a\r\nSet-Cookie:x', '/'],
  ['https://evil.example', '/'],
  ['', '/'],
  [`/${'a'.repeat(2048)}`, '/'],
  ['/lab/tree/%2f%2fevil?a=b', '/lab/tree/%2f%2fevil?a=b'],
  ['/lab', '/lab'],
])('after sign-in %j leads to %j', (url, expected) => {
  expect(returnPath(url)).toBe(expected)
})
