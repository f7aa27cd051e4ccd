import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextPath } from './next-path.ts'

test.each(['/', '/lab/tree/a%20b.ipynb?x=1#y', '/lab?next=//evil.example', '/~ada'])('%s is kept', (path) => {
  expect(nextPath(path)).toBe(path)
})

test.each([
  undefined,
  '',
  'lab',
  '//evil.example',
  '/\\evil.example',
  '/a\\b',
  '\\\\evil.example',
  'https://evil.example/',
  '/\t/evil.example',
  '/\n//evil.example',
  '/./\t/evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  '/.carrel/login',
  `/${'a'.repeat(3000)}`,
])('%j leads to the root', (path) => {
  expect(nextPath(path)).toBe('/')
})

test('whatever is asked, the answer stays on the origin', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('/', '\\', '.', '%', 'a', ':', '@', '\t', '?', '#', '2', 'f') }),
      (tail) => {
        const url = new URL(nextPath(`/${tail}`), 'http://app.localhost:8444')
        expect(url.origin).toBe('http://app.localhost:8444')
        expect(url.pathname.startsWith('//')).toBe(false)
      },
    ),
  )
})
