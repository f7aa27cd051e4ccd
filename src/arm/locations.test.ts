import { expect, test } from 'vitest'
import { locations, requireLocation } from './locations.ts'

test.each([
  ['eastus', 'eastus'],
  ['East US', 'eastus'],
  ['EASTUS', 'eastus'],
  ['west-europe', 'westeurope'],
  ['local', 'local'],
])('PO-12: %j is %s', (asked, expected) => {
  expect(requireLocation(asked, 'A/b')).toBe(expected)
})

test.each([undefined, null, ''])('%j is refused as missing', (asked) => {
  expect(() => requireLocation(asked, 'A/b')).toThrow(expect.objectContaining({ code: 'LocationRequired' }))
})

test('one that does not exist is refused with the type it was asked for', () => {
  const refusal = expect.objectContaining({ status: 400, message: expect.stringContaining("'A/b'") })
  expect(() => requireLocation('[[ East US ]]', 'A/b')).toThrow(refusal)
  expect(() => requireLocation('x'.repeat(1_000), 'A/b')).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/^.{1,200}$/) }),
  )
})

test('each location has one name', () => {
  expect(new Set(locations.map(({ name }) => name)).size).toBe(locations.length)
})
