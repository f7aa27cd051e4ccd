import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'

test('pauses double from 0.2 s to 30 s and stay there', () => {
  const longest = Array.from({ length: 12 }, (_, attempts) => backoffMs(attempts, () => 1))
  expect(longest).toEqual([200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000, 30_000, 30_000])
  expect(backoffMs(1_000_000, () => 1)).toBe(30_000)
})

test('rows that failed together part, by a quarter at most', () => {
  expect(backoffMs(3, () => 0)).toBe(1_200)
  const some = new Set(Array.from({ length: 50 }, () => backoffMs(10)))
  expect(some.size).toBeGreaterThan(1)
  expect(Math.min(...some)).toBeGreaterThanOrEqual(22_500)
})
