import { describe, expect, test } from 'vitest'
import { record } from '../../test/support/records.ts'
import type { NodeRecord } from './fleet.ts'
import { busyNodes, isTooLarge, keptPlacements, neededNodes, placeJobs } from './place-jobs.ts'
import type { Placements, PoolJob, PoolScale } from './pool/pool.ts'

const auto = (most: number): PoolScale => ({ kind: 'auto', least: 0, most, initial: 0, idleMs: 0 })
const manual = (count: number): PoolScale => ({ kind: 'manual', count, onRemoval: 'requeue' })

function job(key: string, nodeCount = 1, more: Partial<PoolJob> = {}): PoolJob {
  return { key, nodeCount, priority: 1, createdAt: 0, attempt: 1, mayStart: true, ...more }
}

function nodes(...names: string[]): NodeRecord[] {
  return names.map((name) => record({ id: `/c/nodes/${name}`, desired: { machineKey: `m-${name}` } }) as NodeRecord)
}

function on(...names: string[]) {
  return { attempt: 1, at: 0, nodes: names.map((name) => ({ name, key: name, machineKey: name })) }
}

function placed(jobs: readonly PoolJob[], free: readonly NodeRecord[], kept: Placements = {}, scale = auto(9)) {
  const placements = placeJobs({ jobs, kept, scale, free, now: 7 })
  return Object.fromEntries(Object.entries(placements).map(([key, { nodes: at }]) => [key, at.map(({ name }) => name)]))
}

describe('a place', () => {
  test('is given to the more urgent, then the older, then by name', () => {
    const jobs = [
      job('d', 1, { createdAt: 2 }),
      job('c', 1, { createdAt: 1 }),
      job('b', 1, { createdAt: 1 }),
      job('a', 1, { createdAt: 9, priority: 2 }),
    ]
    expect(placed(jobs, nodes('1', '2', '3'))).toEqual({ a: ['1'], b: ['2'], c: ['3'] })
  })

  test('is given to all nodes of a job or to none, and those behind it wait', () => {
    const jobs = [job('wide', 3), job('small', 1, { createdAt: 1 })]
    expect(placed(jobs, nodes('1', '2'))).toEqual({})
    expect(placed(jobs, nodes('1', '2', '3'))).toEqual({ wide: ['1', '2', '3'] })
  })

  test('is kept until the attempt is over, and given once', () => {
    const jobs = [job('a'), job('b', 1, { attempt: 2 })]
    const kept = keptPlacements(jobs, { a: on('1'), b: on('2'), gone: on('3') })
    expect(kept).toEqual({ a: on('1') })
    expect(placed(jobs, nodes('2'), kept)).toEqual({ a: ['1'], b: ['2'] })
    expect(placeJobs({ jobs, kept, scale: auto(9), free: nodes('2'), now: 7 })['b']).toEqual({
      attempt: 2,
      at: 7,
      nodes: [{ name: '2', key: '/c/nodes/2', machineKey: 'm-2' }],
    })
  })

  test('is not given to one that may not start', () => {
    expect(placed([job('a', 1, { mayStart: false }), job('b')], nodes('1'))).toEqual({ b: ['1'] })
  })

  test('is not waited for where there will never be enough, by hand or by itself', () => {
    const jobs = [job('vast', 5), job('small', 1, { createdAt: 1 })]
    expect(placed(jobs, nodes('1', '2'), {}, manual(2))).toEqual({ small: ['1'] })
    expect(placed(jobs, nodes('1', '2'), {}, auto(4))).toEqual({ small: ['1'] })
    expect([isTooLarge(job('vast', 5), auto(4)), isTooLarge(job('vast', 5), manual(2))]).toEqual([true, false])
  })

  test('is not given where somebody asked for fewer nodes and the busy ones are to go', () => {
    expect(placed([job('a'), job('b')], nodes('2'), { a: on('1') }, manual(1))).toEqual({ a: ['1'] })
  })
})

test('PO-07: what is needed is what runs and what is queued, but nothing for what can never run', () => {
  const jobs = [job('a', 2), job('b', 3), job('vast', 9)]
  const kept = { a: on('1', '2') }
  expect([neededNodes(jobs, kept, auto(6)), [...busyNodes(kept)]]).toEqual([5, ['1', '2']])
})
