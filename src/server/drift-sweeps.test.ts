import { describe, expect, test, vi } from 'vitest'
import { ShiftedClock } from '../base/clock.ts'
import { createLog } from '../base/log.ts'
import { createMemoryEngine } from '../engine/memory/memory-engine.ts'
import { openDatabase } from '../store/open-database.ts'
import { createSqlStore } from '../store/sql-store.ts'
import { startDriftSweeps } from './drift-sweeps.ts'

const patience = { timeout: 60_000, interval: 10 }

/** A row that has failed often waits for its next attempt; whether the engine answers is the test's. */
async function world() {
  const clock = new ShiftedClock()
  const store = createSqlStore(await openDatabase({ file: ':memory:' }))
  const stopping = new AbortController()
  let isAway = false
  let sweeps = 0
  const engine = createMemoryEngine({ channelKey: Buffer.alloc(32, 1), clock })
  engine.knobs.failing = (method) => {
    if (method !== 'listMachines') return undefined
    sweeps += 1
    return isAway ? new Error('nobody answers') : undefined
  }
  const fail = async () => {
    if ((await store.get('/row')) === undefined) await store.accept(row(clock.now()))
    await store.wake(['/row'], clock.now())
    const [lease] = await store.leaseDue(clock.now(), 1, 1_000)
    if (lease === undefined) throw new Error('the row is not due')
    const dueAt = clock.now() + 30_000
    await store.settle(lease, { ...settlement, at: clock.now(), dueAt, attempts: 9 })
  }
  await fail()
  /** One sweep begins when what the one before led to is done. */
  const sweepOnce = async () => {
    const before = sweeps
    await engine.lose('c-nobody')
    await vi.waitUntil(() => sweeps > before, patience)
  }
  const start = () => {
    const { signal } = stopping
    const log = createLog('test', 'silent')
    const saw = async () => undefined
    startDriftSweeps({ engineName: 'memory', engine, store, clock, log, signal, saw, nudge: () => undefined })
  }
  const isDue = async () => ((await store.get('/row'))?.dueAt ?? Number.POSITIVE_INFINITY) <= clock.now()
  return {
    engine,
    sweepOnce,
    isDue,
    fail,
    setAway: (value: boolean) => {
      isAway = value
    },
    sweeps: () => sweeps,
    start,
    /** Its first sweep, and the one that its first hint leads to, are over. */
    startAndRest: async () => {
      start()
      await vi.waitUntil(() => sweeps >= 2, patience)
      await sweepOnce()
      await vi.waitUntil(isDue, patience)
    },
    attempts: async () => (await store.get('/row'))?.attempts,
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await engine[Symbol.asyncDispose]()
      await store.close()
    },
  }
}

describe('what failed and waits for its next attempt', () => {
  test('waits on while the engine is away, and no longer once it answers', async () => {
    await using it = await world()
    it.setAway(true)
    it.start()
    await vi.waitUntil(() => it.sweeps() >= 2, patience)
    expect([await it.isDue(), await it.attempts()]).toEqual([false, 9])
    it.setAway(false)
    await vi.waitUntil(it.isDue, patience)
    expect(await it.attempts()).toBe(0)
  })

  test('is tried at once when the engine was away between two sweeps', async () => {
    await using it = await world()
    await it.startAndRest()
    await it.fail()
    expect(await it.isDue()).toBe(false)
    it.engine.comeBack()
    await vi.waitUntil(it.isDue, patience)
    expect(await it.attempts()).toBe(0)
  })

  test('waits on when a machine has changed and the engine was there all the time', async () => {
    await using it = await world()
    await it.startAndRest()
    await it.fail()
    await it.sweepOnce()
    await it.sweepOnce()
    expect([await it.isDue(), await it.attempts()]).toEqual([false, 9])
  })
})

const settlement = {
  observed: {},
  isConverged: false,
  failure: undefined,
  isGone: false,
  phases: undefined,
  changes: [],
  findings: [],
}

function row(at: number) {
  return {
    ...{ id: '/row', type: 'test/things', parentKey: '/', name: 'row', ifRevision: undefined, desired: {} },
    actor: { objectId: 'a0', name: 'ana', kind: 'User' as const, tenantId: 't0' },
    ...{ isDelete: false, at, holding: undefined, claims: [], requireLive: [], operation: undefined },
  }
}
