import { describe, expect, test } from 'vitest'
import { parseJson } from './parse-json.ts'

const refusal = expect.objectContaining({ status: 400, code: 'InvalidRequestContent' })
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

describe('a body', () => {
  test.each<[string, unknown]>([
    ['{"a":[1,"ü",null,true]}', { a: [1, 'ü', null, true] }],
    ['\ufeff{}', {}],
    ['"x"', 'x'],
    ['{"constructor":1,"toString":2}', { constructor: 1, toString: 2 }],
    [nested(60), expect.any(Array)],
  ])('%j is read', (text, expected) => {
    expect(parseJson(Buffer.from(text))).toEqual(expected)
  })

  test('with the marks of many members in its strings is read', () => {
    const text = JSON.stringify({ a: `${'[{,'.repeat(100_000)}"\\`, b: '\\' })
    expect(parseJson(Buffer.from(text))).toEqual(JSON.parse(text))
  })

  test('that is none or empty is undefined', () => {
    expect([parseJson(undefined), parseJson(Buffer.alloc(0))]).toEqual([undefined, undefined])
  })

  test.each([
    '{',
    '{a:1}',
    "{'a':1}",
    '[1,]',
    '{}{}',
    'NaN',
    '\0',
    '{"a":"\\u0000"}',
    '{"\\u0000":1}',
    '{"a":{"__proto__":1}}',
    nested(66),
    nested(100_000),
    `[${'1,'.repeat(200_000)}1]`,
  ])('%# is refused', (text) => {
    expect(() => parseJson(Buffer.from(text))).toThrow(refusal)
  })

  test('that is not UTF-8 is refused', () => {
    expect(() => parseJson(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toThrow(refusal)
    expect(() => parseJson(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))).toThrow(refusal)
  })

  test('with more members than anybody means is refused, however they are nested', () => {
    const flat = `[${Array.from({ length: 200_001 }, () => 0).join(',')}]`
    expect(() => parseJson(Buffer.from(flat))).toThrow(refusal)
  })
})
