import { describe, expect, test } from 'vitest'
import { parseTemplate } from './parse-template.ts'

describe('a template as it is written', () => {
  test('has comments and strings over several lines', () => {
    const text = '{ // what it is\n "a": "[concat(\n  \'x\')]", /* more */ "b": "http://x", }'
    expect(parseTemplate(text)).toEqual({ value: { a: "[concat(\n  'x')]", b: 'http://x' } })
  })

  test.each([
    ['{\n "a": 1\n "b": 2 }', 3],
    ['{ "a": "one\ntwo\nthree",\n /* two\n lines */ nonsense }', 5],
    ['[]', 1],
  ])('a fault in %j is in line %j', (text, line) => {
    expect(parseTemplate(text)).toMatchObject({ line })
  })
})
