import { expect, test } from 'vitest'
import { TokenBuckets } from './token-buckets.ts'

function frozenBuckets(rule = { capacity: 2, refillMs: 1000, maxKeys: 2 }) {
  let now = 0
  const buckets = new TokenBuckets(rule, { now: () => now })
  return { buckets, pass: (ms: number) => (now += ms) }
}

test('a bucket is empty after its capacity and fills up again by itself', () => {
  const { buckets, pass } = frozenBuckets()
  expect([buckets.take('a'), buckets.take('a'), buckets.take('a')]).toEqual([0, 0, 1000])
  pass(400)
  expect(buckets.waitMs('a')).toBe(600)
  pass(600)
  expect(buckets.take('a')).toBe(0)
  pass(1_000_000)
  expect([buckets.take('a'), buckets.take('a'), buckets.take('a') > 0]).toEqual([0, 0, true])
})

test('one key does not pay for another, and a try can be given back', () => {
  const { buckets } = frozenBuckets()
  for (const _ of [1, 2, 3]) buckets.take('a')
  expect(buckets.waitMs('b')).toBe(0)
  buckets.giveBack('a')
  expect(buckets.take('a')).toBe(0)
})

test('only so many keys are remembered, the busiest ones', () => {
  const { buckets } = frozenBuckets()
  for (const key of ['a', 'a', 'b', 'b', 'a', 'c', 'c']) buckets.take(key)
  expect(buckets.waitMs('a')).toBeGreaterThan(0)
  expect(buckets.waitMs('b')).toBe(0)
  expect(buckets.waitMs('c')).toBeGreaterThan(0)
})
