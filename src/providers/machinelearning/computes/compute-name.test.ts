import { expect, test } from 'vitest'
import { computeNameFault } from './compute-name.ts'

test.each(['abc', 'Instance1', 'a-b', 'a'.repeat(24), 'a--b'])('CI-18…22: %s is a name', (name) => {
  expect(computeNameFault(name)).toBeUndefined()
})

test.each([
  'ab',
  'a'.repeat(25),
  '1abc',
  '-abc',
  'abc-',
  'a_b',
  'a.b',
  'añb',
  'a b',
  'xn--abc',
  'XN--abc',
  '',
  'ａbc',
  'a/b',
  'abc\n',
])('CI-18…22: %j is refused', (name) => {
  expect(computeNameFault(name)).toBeTypeOf('string')
})
