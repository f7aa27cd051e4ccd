import { expect, test } from 'vitest'
import { resolveApiVersion } from './api-version.ts'

const known = ['2020-02-02', '2022-10-01', '2024-04-01-preview', '2024-10-01']
const resolve = (asked: string | undefined) => resolveApiVersion(asked, known, 'A/b')

test.each([
  ['2024-10-01', '2024-10-01'],
  ['2031-01-01', '2024-10-01'],
  ['2023-08-01-preview', '2022-10-01'],
  ['2024-04-01-preview', '2024-04-01-preview'],
])('%s speaks %s', (asked, expected) => {
  expect(resolve(asked)).toBe(expected)
})

test.each([
  [undefined, 'MissingApiVersionParameter'],
  ['', 'MissingApiVersionParameter'],
  ['latest', 'InvalidApiVersionParameter'],
  ['2024-13-45', 'InvalidApiVersionParameter'],
  ["2024-10-01' or 1=1", 'InvalidApiVersionParameter'],
  ['2019-01-01', 'NoRegisteredProviderFound'],
])('%s is refused as %s', (asked, code) => {
  expect(() => resolve(asked)).toThrow(expect.objectContaining({ status: 400, code }))
})
