import { describe, expect, test } from 'vitest'
import { parseTolerantJson, TolerantJsonError } from './tolerant-json.ts'

const sentByAz = `{"properties": {"parameters": {"n": {"value": "abc"}}, "mode": "Incremental", template:{
  // a comment
  "$schema": "https://schema/deploymentTemplate.json#", "contentVersion": "1.0.0.0", /* block
  of lines */
  "resources": [{ "name": "[concat(parameters('n'),
     'x')]", }, ] }}}`

describe('JSON as people write templates', () => {
  test('takes what the Azure command line sends for a local file', () => {
    expect(parseTolerantJson(sentByAz)).toEqual({
      properties: {
        parameters: { n: { value: 'abc' } },
        mode: 'Incremental',
        template: {
          $schema: 'https://schema/deploymentTemplate.json#',
          contentVersion: '1.0.0.0',
          resources: [{ name: "[concat(parameters('n'),\n     'x')]" }],
        },
      },
    })
  })

  test('a byte order mark, tabs and blanks around it mean nothing', () => {
    expect(parseTolerantJson('\uFEFF\t{ "a" : [ 1 , -2.5e3 , true , null ] } \r\n')).toEqual({
      a: [1, -2500, true, null],
    })
  })

  test('comments inside strings are text', () => {
    expect(parseTolerantJson('{"url": "https://x/*y*/" /* z */}')).toEqual({ url: 'https://x/*y*/' })
  })

  test('escapes mean what they mean in JSON', () => {
    expect(parseTolerantJson('"\\u0041\\n\\"\\\\\\/"')).toBe('A\n"\\/')
  })

  test('whatever JSON writes is read back as it was', () => {
    const value = { a: [{ b: '\u2028"\\\n' }, 0, 1e21, -0.5, ''], '': null, __proto__x: [[]] }
    expect(parseTolerantJson(JSON.stringify(value))).toEqual(value)
  })

  test.each([
    ['', /neither a value/],
    ['{"a" 1}', /no ':' after the name "a"/],
    ['{"a": 1 "b": 2}', /neither ',' nor '}'/],
    ['{"a": "b', /a string that does not end, at line 1, column 7/],
    ['{\n "a": /* b', /a comment that does not end, at line 2/],
    ['[01]', /neither a value/],
    ['[1] 2', /text after the end/],
    ['[undefined]', /neither a value/],
    ['[constructor]', /neither a value/],
    ['"\\x"', /an escape/],
  ])('%j is refused with its place', (text, message) => {
    expect(() => parseTolerantJson(text)).toThrow(message)
  })

  test('a hundred thousand brackets are refused, not followed', () => {
    expect(() => parseTolerantJson('['.repeat(100_000))).toThrow(TolerantJsonError)
  })

  test('a member called __proto__ is a member and changes nothing', () => {
    const value = parseTolerantJson('{"__proto__": {"polluted": true}}') as object
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(Object.keys(value)).toEqual(['__proto__'])
  })
})

test('of more values than anybody means is refused before they are all read', () => {
  expect(() => parseTolerantJson(`[${'1,'.repeat(200_001)}`)).toThrow('more than 200000 values')
})
