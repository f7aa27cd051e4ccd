import { describe, expect, test } from 'vitest'
import type { PoolStatus } from './pool.ts'
import { mostSamples, withHistory } from './pool-history.ts'

const status = (idle: number, waiting = 0): PoolStatus => ({
  target: idle,
  allocation: 'steady',
  allocationSince: 0,
  counts: { idle, running: 0, preparing: 0, unusable: 0, leaving: 0 },
  errors: [],
  states: {},
  waiting,
})

describe('the history of a pool', () => {
  test('has a line for each change, and none for a look that finds the same', () => {
    const first = withHistory(status(1), undefined, 10)
    const second = withHistory(status(1), first.history, 20)
    const third = withHistory(status(1, 2), second.history, 30)
    expect(third.history?.map(({ at, idle, waiting }) => [at, idle, waiting])).toEqual([
      [10, 1, 0],
      [30, 1, 2],
    ])
  })

  test('keeps the newest, and its times never go back', () => {
    let history = withHistory(status(0), undefined, 1000).history
    for (let change = 1; change <= mostSamples; change++) history = withHistory(status(change), history, 500).history
    expect(history).toHaveLength(mostSamples)
    expect([history?.[0]?.idle, history?.at(-1)?.idle]).toEqual([1, mostSamples])
    expect(new Set(history?.map(({ at }) => at))).toEqual(new Set([1000]))
  })
})
