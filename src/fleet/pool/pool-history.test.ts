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
    const first = withHistory(status(1), undefined, 1_000)
    const second = withHistory(status(1), first.history, 2_000)
    const third = withHistory(status(1, 2), second.history, 3_000)
    expect(third.history?.map(({ at, idle, waiting }) => [at, idle, waiting])).toEqual([
      [1_000, 1, 0],
      [3_000, 1, 2],
    ])
  })

  test('has one line for what changes many times a second, as it was at the end of that', () => {
    let history = withHistory(status(0), undefined, 10_000).history
    for (let ms = 100; ms <= 2_500; ms += 100) history = withHistory(status(0, ms), history, 10_000 + ms).history
    expect(history?.map(({ at, waiting }) => [at, waiting])).toEqual([
      [10_000, 900],
      [11_000, 1_900],
      [12_000, 2_500],
    ])
  })

  test('keeps the newest, and its times never go back', () => {
    let history = withHistory(status(0), undefined, 0).history
    for (let change = 1; change <= mostSamples; change++)
      history = withHistory(status(change), history, change * 1_000).history
    expect(history).toHaveLength(mostSamples)
    expect([history?.[0]?.idle, history?.at(-1)?.idle]).toEqual([1, mostSamples])
    expect(withHistory(status(0), history, 5).history?.at(-1)).toMatchObject({ at: mostSamples * 1_000, idle: 0 })
  })
})
