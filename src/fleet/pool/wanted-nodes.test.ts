import { expect, test } from 'vitest'
import type { PoolScale } from './pool.ts'
import { wantedNodes } from './wanted-nodes.ts'

const auto: PoolScale = { kind: 'auto', least: 1, most: 4, initial: 3, idleMs: 0 }

test.each<[string, PoolScale, number, boolean, number]>([
  ['BA-08: what a person asks for, whatever is queued', { kind: 'manual', count: 2, onRemoval: 'requeue' }, 9, true, 2],
  ['BA-09: the least, with nothing queued', auto, 0, false, 1],
  ['what is queued', auto, 2, false, 2],
  ['BA-09: the most, with more queued', auto, 9, false, 4],
  ['the initial number when it is made', auto, 0, true, 3],
  ['what is queued when it is made, where that is more', auto, 4, true, 4],
  ['never more than the most, whatever the initial number', { ...auto, initial: 9 }, 0, true, 4],
  ['BA-20: none', { ...auto, least: 0 }, 0, false, 0],
])('a pool has %s', (_, scale, needed, isNew, wanted) => {
  expect(wantedNodes(scale, needed, isNew)).toBe(wanted)
})
