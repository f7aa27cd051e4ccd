import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ArmError } from '../base/errors.ts'
import { parseTemplateText } from './parse-template-text.ts'

test('reads what az sends around a local file', () => {
  const text = `\uFEFF{"properties": {"parameters": {"n": {"value": "abc"}}, "mode": "Incremental", template:{
      // a comment with "quotes", and /* more
      "$schema": "https://x.test/a//b", "contentVersion": "1.0.0.0", /* block
      of two lines */ "resources": [{ "name": "[concat(parameters('n'),
         'x')]",	}, ], last : 1 , }}}`
  expect(parseTemplateText(text)).toEqual({
    properties: {
      parameters: { n: { value: 'abc' } },
      mode: 'Incremental',
      template: {
        $schema: 'https://x.test/a//b',
        contentVersion: '1.0.0.0',
        resources: [{ name: "[concat(parameters('n'),\n         'x')]" }],
        last: 1,
      },
    },
  })
})

test('all strict JSON is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), fc.boolean(), (text, isIndented) => {
      const given = isIndented ? JSON.stringify(JSON.parse(text), null, '\t') : text
      expect(parseTemplateText(given)).toEqual(JSON.parse(text))
    }),
  )
})

test('whatever is given is read or refused with a place, never with another error', () => {
  const scraps = fc.array(
    fc.constantFrom('"', '\\', '//', '/*', '*/', ',', '{', '}', '[', ']', 'a', ':', ' ', '\n', '1', 'true'),
  )
  fc.assert(
    fc.property(scraps, (parts) => {
      try {
        parseTemplateText(parts.join(''))
      } catch (error) {
        expect(error).toBeInstanceOf(ArmError)
      }
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['{\n  // x\n  "a": 1\n  "b": 2\n}', `expected ',' or '}' where '"' stands (line 4, column 3)`],
  ['{"a": tru}', "expected a value where 't' stands (line 1, column 7)"],
  ['{"a": 01}', "expected a value where '0' stands"],
  ['{"a": "never closed', 'expected the closing quote of this string'],
  ['{"a": "\\x"}', 'escapes are those of JSON'],
  ['[1 2]', '(line 1, column 4)'],
  ['[1,,2]', '(line 1, column 4)'],
  ['{"a": 1 /* open', 'where the text ends'],
  ['{a 1}', "expected ':'"],
  ['{} {}', "expected the end where '{' stands"],
  ['', 'expected a value where the text ends'],
  ['['.repeat(300), 'at most 200 levels'],
])('%j is refused: %s', (text, reason) => {
  expect(() => parseTemplateText(text)).toThrow(reason)
})

test('megabytes of anything are refused or read in one pass', () => {
  const hostile = [
    '"\\"'.repeat(700_000),
    'a'.repeat(2_000_000),
    ', // '.repeat(400_000),
    '/*'.repeat(1_000_000),
    ','.repeat(2_000_000),
    '{a:'.repeat(500_000),
  ]
  for (const text of hostile) expect(() => parseTemplateText(text)).toThrow(ArmError)
  expect(parseTemplateText(`[${'/* */1,'.repeat(300_000)}]`)).toHaveLength(300_000)
})

test('a name that JavaScript knows is a name like any other', () => {
  const parsed = parseTemplateText('{__proto__: {"polluted": true}, constructor: 1}')
  expect(Object.keys(parsed as object)).toEqual(['__proto__', 'constructor'])
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})
