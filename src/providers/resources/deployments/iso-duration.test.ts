import { expect, test } from 'vitest'
import { isoDuration } from './iso-duration.ts'

test.each([
  [0, 'PT0S'],
  [1_500, 'PT1.5S'],
  [60_000, 'PT1M'],
  [3_723_004, 'PT1H2M3.004S'],
  [-5, 'PT0S'],
])('%d ms is %s', (ms, expected) => {
  expect(isoDuration(ms)).toBe(expected)
})
