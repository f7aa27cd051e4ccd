import { expect, test } from 'vitest'
import { waitingJobs } from '../place-jobs.ts'
import type { PoolJob, PoolScale, PoolStatus } from '../pool/pool.ts'
import { whyWaiting } from './why-waiting.ts'

const auto: PoolScale = { kind: 'auto', least: 0, most: 4, initial: 0, idleMs: 0 }
const byHand: PoolScale = { kind: 'manual', count: 2, onRemoval: 'requeue' }
const none = { idle: 0, running: 0, preparing: 0, unusable: 0, leaving: 0 }

function job(key: string, more: Partial<PoolJob> = {}): PoolJob {
  return { key, nodeCount: 1, priority: 1, createdAt: 0, attempt: 1, mayStart: true, ...more }
}

function pool(more: Partial<PoolStatus>): PoolStatus {
  return { target: 2, allocation: 'steady', allocationSince: 0, counts: none, errors: [], states: {}, ...more }
}

const placedAt = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, { attempt: 1, at: 0, nodes: [] }]))

test('PO-07: a job stands behind the more urgent and the older, and what has its nodes stands nowhere', () => {
  const jobs = [job('running'), job('old'), job('new', { createdAt: 5 }), job('urgent', { createdAt: 9, priority: 2 })]
  const seen = { jobs, scale: auto, status: pool({ placements: placedAt('running') }) }
  const places = ['urgent', 'old', 'new', 'running'].map((key) => whyWaiting(key, seen).position)
  expect(places).toEqual([1, 2, 3, undefined])
  expect(whyWaiting('old', seen)).toMatchObject({
    waiting: 3,
    reason: { code: 'JobsBefore', message: '1 job goes before it.' },
  })
})

test('PO-07: the next one is told what its nodes do', () => {
  const told = (status: PoolStatus | undefined) =>
    whyWaiting('a', { jobs: [job('a', { nodeCount: 2 })], scale: auto, status }).reason
  expect(told(undefined).code).toBe('NodesAsked')
  expect(told(pool({ counts: { ...none, preparing: 2 } }))).toEqual({
    code: 'NodesPreparing',
    message: '2 nodes are being prepared. It needs 2 at once and 0 are free.',
  })
  expect(told(pool({ counts: { ...none, idle: 1, running: 1 } })).message).toBe(
    '1 node is at other jobs. It needs 2 at once and 1 is free.',
  )
  expect(told(pool({ counts: { ...none, unusable: 1 } })).code).toBe('NodesUnusable')
  const shortage = { code: 'ClusterCoreQuotaReached', message: 'others have the cores', details: [] }
  expect(told(pool({ errors: [shortage] }))).toEqual({ code: shortage.code, message: shortage.message })
})

test('one that the nodes asked for by hand never suffice for waits for that alone, and keeps nobody waiting', () => {
  const jobs = [job('wide', { nodeCount: 3 }), job('small', { createdAt: 1 })]
  const seen = { jobs, scale: byHand, status: pool({}) }
  expect(whyWaiting('wide', seen)).toMatchObject({
    position: undefined,
    waiting: 1,
    reason: { code: 'LargerThanTarget' },
  })
  expect(whyWaiting('small', seen).position).toBe(1)
})

test('one that is to end, or was not seen yet, has no place', () => {
  const jobs = [job('ending', { mayStart: false })]
  expect(whyWaiting('ending', { jobs, scale: auto, status: undefined }).reason.code).toBe('JobEnding')
  expect(whyWaiting('new', { jobs, scale: auto, status: undefined }).reason.code).toBe('JustSubmitted')
})

test('PO-07: of a queue that is in order already, nothing is put in order again', () => {
  let looks = 0
  const jobs = Array.from({ length: 500 }, (_, index) => {
    const counted = job(`job-${index}`, { createdAt: index })
    const get = () => {
      looks += 1
      return 1
    }
    return Object.defineProperty(counted, 'priority', { get })
  })
  const queue = waitingJobs(jobs, {}, auto)
  const before = looks
  const seen = { jobs, scale: auto, status: undefined, queue }
  expect(jobs.map(({ key }) => whyWaiting(key, seen).position)).toEqual(jobs.map((_, index) => index + 1))
  expect(looks).toBe(before)
})
