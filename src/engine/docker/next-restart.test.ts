import { expect, test } from 'vitest'
import { nextRestart } from './next-restart.ts'

const noon = 1_750_000_000_000

/** Starts of a machine that ends `ranMs` after each, in milliseconds from one to the next. */
function gaps(ranMs: number, count: number): number[] {
  const found: number[] = []
  let boot = { at: noon, restarts: 0 }
  for (let index = 0; index < count; index++) {
    const endedAt = boot.at + ranMs
    const { restarts, notBefore } = nextRestart(boot, endedAt)
    const at = Math.max(endedAt, notBefore)
    found.push(at - boot.at)
    boot = { at, restarts }
  }
  return found
}

test('a machine that ends at once is started at once, and then ever later, half a minute apart at most', () => {
  expect(gaps(0, 9)).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000])
})

test('what it ran is part of the pause', () => {
  expect(gaps(5_000, 6)).toEqual([5_000, 5_000, 5_000, 5_000, 8_000, 16_000])
})

test('one that ran for a while is started at once, however often it ended soon before', () => {
  expect(gaps(20_001, 9)).toEqual(Array.from({ length: 9 }, () => 20_001))
  expect(nextRestart({ at: noon, restarts: 7 }, noon + 20_001)).toEqual({ restarts: 1, notBefore: noon })
})
