import { expect, test } from 'vitest'
import { timeOrderedId } from './time-ordered-id.ts'

test('a time-ordered id is a UUID of version 7 that begins with its time, no two are the same, and the later one is the greater', () => {
  const ids = Array.from({ length: 1_000 }, () => timeOrderedId(Date.parse('2026-11-23T18:00:00Z')))
  expect(new Set(ids).size).toBe(1_000)
  const others = ids.filter((id) => !/^01a20990-9500-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))
  expect(others.slice(0, 1)).toEqual([])
  expect(ids).toEqual(ids.toSorted())
  expect(timeOrderedId(1) < timeOrderedId(2)).toBe(true)
})
