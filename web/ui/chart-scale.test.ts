import { expect, test } from 'vitest'
import { linePath, timeTicks, valueAt, valueTicks } from './chart-scale.ts'

const scale = { x: (at: number) => at, y: (value: number) => 100 - value }

test('the values of an axis are round and reach the largest', () => {
  expect(valueTicks(100)).toEqual([0, 25, 50, 75, 100])
  expect(valueTicks(7)).toEqual([0, 2, 4, 6, 8])
  expect(valueTicks(3, true)).toEqual([0, 1, 2, 3])
  expect(valueTicks(0, true)).toEqual([0, 1])
  expect(valueTicks(0).at(-1)).toBe(1)
  expect(valueTicks(3_400_000_000).at(-1)).toBe(4_000_000_000)
})

test('the times of an axis are round in local time', () => {
  const at = (text: string) => Date.parse(text)
  const hours = timeTicks(at('2026-03-01T10:07:00Z'), at('2026-03-01T11:07:00Z'), { count: 6, offsetMs: 0 })
  expect(hours.map((time) => new Date(time).toISOString().slice(11, 16))).toEqual([
    '10:10',
    '10:20',
    '10:30',
    '10:40',
    '10:50',
    '11:00',
  ])
  // Midnight in Seoul.
  const days = timeTicks(at('2026-03-01T10:00:00Z'), at('2026-03-05T10:00:00Z'), { count: 4, offsetMs: -9 * 3_600_000 })
  expect(days.map((time) => new Date(time).toISOString())).toEqual([
    '2026-03-01T15:00:00.000Z',
    '2026-03-02T15:00:00.000Z',
    '2026-03-03T15:00:00.000Z',
    '2026-03-04T15:00:00.000Z',
  ])
})

test('a line breaks where nothing is known', () => {
  const points = [
    { at: 0, value: 10 },
    { at: 1, value: 20 },
    { at: 2, value: undefined },
    { at: 3, value: 30 },
  ]
  expect(linePath(points, scale)).toBe('M0.0 90.0h0L1.0 80.0M3.0 70.0h0')
  expect(linePath(points.slice(0, 2), scale, true)).toBe('M0.0 90.0h0H1.0V80.0')
  expect(linePath([], scale)).toBe('')
})

test('between the points of a stepped series its last value holds', () => {
  const points = [
    { at: 10, value: 1 },
    { at: 20, value: 4 },
  ]
  expect([5, 10, 15, 25].map((at) => valueAt(points, at, true))).toEqual([undefined, 1, 1, 4])
  expect([10, 15].map((at) => valueAt(points, at))).toEqual([1, undefined])
})
