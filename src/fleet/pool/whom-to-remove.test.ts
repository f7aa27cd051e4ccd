import { describe, expect, test } from 'vitest'
import { record } from '../../../test/support/records.ts'
import type { NodeRecord } from '../fleet.ts'
import type { NodeState, PoolScale } from './pool.ts'
import { nextRemovalAt, whomToRemove } from './whom-to-remove.ts'

const now = 1_000_000
const minute = 60_000
const auto: PoolScale = { kind: 'auto', least: 0, most: 4, initial: 0, idleMs: minute }

/** State, and how long ago it became so; the nodes are the older the earlier they stand here. */
type Row = readonly [string, NodeState, number?]

function surplus(rows: readonly Row[], wanted: number, scale: PoolScale) {
  const nodes = rows.map(([name], index) => record({ id: `/c/nodes/${name}`, createdAt: index }) as NodeRecord)
  const states = Object.fromEntries(rows.map(([name, state, agoMs = 0]) => [name, { state, since: now - agoMs }]))
  return { scale, wanted, nodes, states, now }
}

function removed(rows: readonly Row[], wanted: number, scale: PoolScale): string[] {
  return whomToRemove(surplus(rows, wanted, scale)).map(({ name }) => name)
}

describe('of a pool that a person makes smaller', () => {
  const rows: Row[] = [
    ['busy', 'running'],
    ['old', 'idle'],
    ['young', 'idle'],
    ['new', 'preparing'],
    ['broken', 'unusable'],
  ]
  const manual = (onRemoval: 'requeue' | 'terminate' | 'waitforjobcompletion'): PoolScale => ({
    kind: 'manual',
    count: 0,
    onRemoval,
  })

  test.each([
    [5, []],
    [4, ['broken']],
    [3, ['broken', 'new']],
    [2, ['broken', 'new', 'young']],
    [1, ['broken', 'new', 'young', 'old']],
    [0, ['broken', 'new', 'young', 'old', 'busy']],
  ])('to %i, %j go', (wanted, expected) => {
    expect(removed(rows, wanted, manual('requeue'))).toEqual(expected)
  })

  test('a busy node stays where its job is waited for', () => {
    expect(removed(rows, 0, manual('waitforjobcompletion'))).not.toContain('busy')
    expect(removed(rows, 0, manual('terminate'))).toContain('busy')
  })
})

describe('of a pool that scales by itself', () => {
  test('those go that have been idle for long enough, and none that works', () => {
    const rows: Row[] = [
      ['long', 'idle', minute],
      ['short', 'idle', minute - 1],
      ['busy', 'running', 9 * minute],
    ]
    expect(removed(rows, 0, auto)).toEqual(['long'])
    expect(removed(rows, 3, auto)).toEqual([])
    expect(nextRemovalAt(surplus(rows.slice(1), 1, auto))).toBe(now + 1)
    expect(nextRemovalAt(surplus(rows.slice(1), 2, auto))).toBeUndefined()
  })

  test('what is more than the most goes at once', () => {
    const rows: Row[] = [...'abcdef'].map((name) => [name, 'idle'])
    expect(removed(rows, 1, auto)).toEqual(['f', 'e'])
  })
})
