import { expect, test } from 'vitest'
import { record } from '../../../test/support/records.ts'
import type { NodeRecord } from '../fleet.ts'
import { besideUnusable } from './beside-unusable.ts'
import type { NodeState, PoolScale } from './pool.ts'

const now = 1_000_000
const minute = 60_000
const auto = (most: number, idleMs = 2 * minute): PoolScale => ({ kind: 'auto', least: 0, most, initial: 0, idleMs })

/** State, and how long ago it became so. */
type Row = readonly [string, NodeState, number?]

function asked(rows: readonly Row[], needed: number, scale: PoolScale, busy: readonly string[] = []) {
  const nodes = rows.map(([name]) => record({ id: `/c/nodes/${name}` }) as NodeRecord)
  const states = Object.fromEntries(rows.map(([name, state, agoMs = 0]) => [name, { state, since: now - agoMs }]))
  const { replaced, ...told } = besideUnusable({ scale, needed, nodes, states, busy: new Set(busy), now })
  return { ...told, replaced: replaced.map(({ name }) => name) }
}

const nothing = { beside: 0, replaced: [], nextAt: undefined }

test('other nodes are made beside those that cannot be used, as far as there may be more', () => {
  const rows: Row[] = [
    ['broken', 'unusable'],
    ['busy', 'running'],
  ]
  expect(asked(rows, 2, auto(4))).toEqual({ ...nothing, beside: 1 })
  expect(asked(rows, 4, auto(4))).toMatchObject({ beside: 2, replaced: [] })
  expect(asked(rows, 1, auto(4))).toEqual(nothing)
})

test('where there may be no more, they make room after a while, the longest unusable first and no more than are needed', () => {
  const rows: Row[] = [
    ['late', 'unusable', 10],
    ['first', 'unusable', 3 * minute],
    ['second', 'unusable', 2 * minute],
  ]
  expect(asked(rows, 1, auto(3))).toEqual({ ...nothing, replaced: ['first'] })
  expect(asked(rows, 9, auto(3))).toEqual({ beside: 0, replaced: ['first', 'second'], nextAt: now - 10 + minute })
  expect(asked(rows, 3, auto(3, 5))).toMatchObject({ replaced: ['first', 'second', 'late'] })
})

test('nobody makes room that has a job, that nothing waits for, or that a person counts', () => {
  const rows: Row[] = [['broken', 'unusable', 9 * minute]]
  expect(asked(rows, 1, auto(1), ['broken'])).toEqual(nothing)
  expect(asked(rows, 0, auto(1))).toEqual(nothing)
  expect(asked(rows, 1, { kind: 'manual', count: 1, onRemoval: 'requeue' })).toEqual(nothing)
})
