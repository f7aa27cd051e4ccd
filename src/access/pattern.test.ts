import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { includes, isMatch, overlap } from './pattern.ts'

const word = fc.constantFrom('a', 'B', 'ab', 'read', 'Write', 'x.y', '(', '+', '')
const action = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join('/'))
const pattern = fc
  .array(fc.oneof(word, fc.constantFrom('*', 'a*', '*b', 'a*b', '**')), { minLength: 1, maxLength: 5 })
  .map((words) => words.join('/'))

/** The same rule as a regular expression: slow on hostile patterns, but plain to see. */
function oracle(text: string): RegExp {
  const source = text.replaceAll(/(?<=\/)\*\/|[^\w/]/g, (part) =>
    part === '*/' ? '(?:.*/)?' : part === '*' ? '.*' : `\\${part}`,
  )
  return new RegExp(`^${source}$`, 'is')
}

describe('a pattern', () => {
  test.each([
    ['*', 'anything/at/all', true],
    ['*/read', 'M.X/y/read', true],
    ['*/read', 'M.X/y/readable', false],
    ['M.X/*/read', 'M.X/y/read', true],
    ['M.X/*/read', 'M.X/y/z/read', true],
    ['M.X/*/read', 'M.X/read', true],
    ['M.X/*/read', 'M.Xread', false],
    ['M.X/y/*', 'm.x/Y/start/action', true],
    ['M.X/y/*', 'M.X/y', false],
    ['M.X/y*', 'M.X/y', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['x*y*y', 'xy', false],
    ['x*y*y', 'xyzy', true],
    ['M.X/y/read', 'M.X/y/read', true],
    ['M.X/y/read', 'M.X/y', false],
    ['', '', true],
  ])('%j on %j: %s', (one, text, expected) => {
    expect(isMatch(one, text)).toBe(expected)
  })

  test('matches what the regular expression it stands for matches', () => {
    fc.assert(
      fc.property(pattern, action, (one, text) => {
        expect(isMatch(one, text)).toBe(oracle(one).test(text))
      }),
      { numRuns: 3_000 },
    )
  })

  test('that is hostile is decided as fast as any', () => {
    const hostile = 'a*'.repeat(200)
    expect(isMatch(`${hostile}b`, 'a'.repeat(2_000))).toBe(false)
    expect(overlap(`${hostile}b`, `${hostile}c`)).toBe(false)
  })
})

describe('a pattern beside another', () => {
  test.each([
    ['*', 'M.X/*', true],
    ['M.X/*', '*', false],
    ['*/read', 'M.X/*/read', true],
    ['M.X/*/read', 'M.X/read', true],
    ['M.X/*/*', 'M.X/*/read', true],
    ['M.X/y/*', 'M.X/*/read', false],
    ['M.X/y/z*', 'M.X/y/*', false],
    ['m.x/Y*', 'M.X/y/read', true],
  ])('%j includes %j: %s', (outer, inner, expected) => {
    expect(includes(outer, inner)).toBe(expected)
  })

  test.each([
    ['*/read', '*/write', false],
    ['M.X/*', '*/read', true],
    ['M.X/*/delete', 'M.X/delete', true],
    ['M.X/*', 'M.Y/*', false],
    ['a*b', 'ac*', true],
    ['a*b', '*c', false],
  ])('%j overlaps %j: %s', (one, other, expected) => {
    expect(overlap(one, other)).toBe(expected)
    expect(overlap(other, one)).toBe(expected)
  })

  test('that includes it matches all it matches; one that does not overlap it matches nothing of it', () => {
    fc.assert(
      fc.property(pattern, pattern, action, (one, other, text) => {
        if (includes(one, other) && isMatch(other, text)) expect(isMatch(one, text)).toBe(true)
        if (isMatch(one, text) && isMatch(other, text)) expect(overlap(one, other)).toBe(true)
        expect(includes(one, one) && includes('*', one)).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })
})
