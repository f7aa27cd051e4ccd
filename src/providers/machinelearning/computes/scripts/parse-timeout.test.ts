import { expect, test } from 'vitest'
import { parseTimeout } from './parse-timeout.ts'

test.each([
  ['90', 90_000],
  ['1.5', 1_500],
  ['.5s', 500],
  ['30m', 1_800_000],
  ['0.25h', 900_000],
  ['1d', 86_400_000],
  ['1e2', 100_000],
])('CI-80: %s is %i ms', (text, ms) => {
  expect(parseTimeout(text)).toBe(ms)
})

test.each(['', '0', '0s', '-1', '10 m', '10min', 'PT10M', 'infinity', '1.1d', '25h', '1e99', 'm', '.'])(
  'CI-80: %j is no timeout',
  (text) => {
    expect(parseTimeout(text)).toBeUndefined()
  },
)
