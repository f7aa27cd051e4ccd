import { expect, test } from 'vitest'
import { compareNames } from './compare-names.ts'

test('names stand in the order people count in, whatever their case', () => {
  expect(['desk-10', 'Desk-2', 'desk-1', 'Atlas'].toSorted(compareNames)).toEqual([
    'Atlas',
    'desk-1',
    'Desk-2',
    'desk-10',
  ])
})
