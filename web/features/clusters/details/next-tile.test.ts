import { expect, test } from 'vitest'
import { nextTile } from './next-tile.ts'

test.each([
  ['ArrowRight', 3, 4],
  ['ArrowLeft', 3, 2],
  ['ArrowDown', 3, 7],
  ['ArrowUp', 3, undefined],
  ['ArrowDown', 8, undefined],
  ['ArrowRight', 9, undefined],
  ['Home', 5, 0],
  ['End', 5, 9],
  ['a', 5, undefined],
])('BA-36: of ten tiles in rows of four, %s leads from %i to %s', (key, at, next) => {
  expect(nextTile(key, { at, perRow: 4, count: 10 })).toBe(next)
})
