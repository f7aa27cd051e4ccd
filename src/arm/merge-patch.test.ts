import { expect, test } from 'vitest'
import { mergePatch, withoutNulls } from './merge-patch.ts'

const before = { a: 1, inner: { b: [1, 2], c: { d: 'x' } } }

test.each([
  [{}, before],
  [{ a: 2 }, { ...before, a: 2 }],
  [{ a: undefined }, before],
  [{ a: null }, { inner: before.inner }],
  [{ inner: { b: [3] } }, { a: 1, inner: { b: [3], c: { d: 'x' } } }],
  [{ inner: { c: { d: null, e: 1 } } }, { a: 1, inner: { b: [1, 2], c: { e: 1 } } }],
  [{ a: { f: 1 } }, { a: { f: 1 }, inner: before.inner }],
])('%j leaves %j', (patch, expected) => {
  expect(mergePatch(before, patch)).toEqual(expected)
  expect(before).toEqual({ a: 1, inner: { b: [1, 2], c: { d: 'x' } } })
})

test('null and absent are the same at any depth, but in lists', () => {
  expect(withoutNulls({ a: null, b: { c: null, d: [{ e: null }, null, 0, '', false] } })).toEqual({
    b: { d: [{}, null, 0, '', false] },
  })
})
