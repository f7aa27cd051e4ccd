import { describe, expect, test } from 'vitest'
import { flag, oneOf, text, whole } from './scalars.ts'

describe('single values in bodies', () => {
  test.each([
    ['True', true, flag],
    [false, false, flag],
    ['30', 30, whole(4, 30)],
    [-1, -1, whole(-1, 9)],
    [22, '22', text],
    ['ENABLED', 'Enabled', oneOf(['Enabled', 'Disabled'])],
  ])('%j is read as %j', (sent, expected, schema) => {
    expect(schema.parse(sent)).toBe(expected)
  })

  test.each([
    ['yes', flag],
    [1, flag],
    [31, whole(4, 30)],
    ['4.5', whole(4, 30)],
    ['', whole(4, 30)],
    ['0x10', whole(4, 30)],
    [Number.NaN, whole(4, 30)],
    [{}, text],
    ['Enable', oneOf(['Enabled', 'Disabled'])],
    [7, oneOf(['Enabled', 'Disabled'])],
  ])('%j is refused', (sent, schema) => {
    const { error } = schema.safeParse(sent)
    expect(error?.issues[0]?.message).toMatch(/^must be/)
  })
})
