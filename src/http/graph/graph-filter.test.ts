import { describe, expect, test } from 'vitest'
import { graphFilter } from './graph-filter.ts'

const ada = { displayName: "Ada O'Neil", mail: null, accountEnabled: true, names: ['a-1', 'A-2'] }
const properties = new Set(Object.keys(ada))

describe('a filter of the directory', () => {
  test.each([
    ["displayName eq 'ada o''neil'", true],
    ["displayName ne 'ada'", true],
    ["displayName eq 'ada'", false],
    ["DISPLAYNAME EQ 'Ada O''Neil'", true],
    ["startswith(displayName,'ADA')", true],
    ["startswith(displayName, 'neil')", false],
    ["startswith(mail,'')", false],
    ["names/any(n:n eq 'a-2')", true],
    ["names/any(c:c eq 'a-3')", false],
    ['mail eq null', true],
    ['accountEnabled eq false', false],
    ["displayName in ('x', 'ada o''neil')", true],
    ["accountEnabled eq true and startswith(displayName,'b')", false],
    ["startswith(displayName,'b') or mail eq null and accountEnabled eq true", true],
    ["(startswith(displayName,'b') or mail eq null) and accountEnabled eq false", false],
  ])('%s: %s', (text, expected) => {
    expect(graphFilter(text, properties)(ada)).toBe(expected)
  })

  test.each([
    '',
    'displayName',
    "displayName eq 'x",
    "displayName gt 'x'",
    "nothing eq 'x'",
    "contains(displayName,'x')",
    "displayName eq 'x' displayName eq 'y'",
    "(displayName eq 'x'",
    "names/all(n:n eq 'x')",
    "names/any(n:m eq 'x')",
    "displayName eq 'x'; drop",
    'startswith(displayName,true)',
    `${'('.repeat(50)}mail eq null${')'.repeat(50)}`,
    `displayName eq '${'x'.repeat(5000)}'`,
  ])('%s is refused', (text) => {
    const refusal = expect.objectContaining({ status: 400, code: 'Request_UnsupportedQuery' })
    expect(() => graphFilter(text, properties)).toThrow(refusal)
  })
})
