import { expect, test } from 'vitest'
import { markedParts } from './marked-parts.ts'

test('a line is cut around what is looked for, in any case, and nothing of it is lost', () => {
  const parts = markedParts('Loss 0.1 loss', 'LOSS')
  expect(parts.map(({ part, isMatch }) => [part, isMatch])).toEqual([
    ['Loss', true],
    [' 0.1 ', false],
    ['loss', true],
  ])
  expect(markedParts('no match', 'x').map(({ part }) => part)).toEqual(['no match'])
  expect(markedParts('İ x', 'x').map(({ part }) => part)).toEqual(['İ x'])
})
