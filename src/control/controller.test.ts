import { describe, expect, test } from 'vitest'
import type { Clock } from '../base/clock.ts'
import { createLog } from '../base/log.ts'
import { openDatabase } from '../store/open-database.ts'
import type { ResourceRecord } from '../store/records.ts'
import { createSqlStore } from '../store/sql-store.ts'
import type { Store } from '../store/store.ts'
import { Controller } from './controller.ts'
import type { Reconcile } from './reconcile.ts'

const leaseMs = 60_000

interface World extends AsyncDisposable {
  readonly store: Store
  /** Stands still unless it is moved. */
  readonly clock: StillClock
  /** A process of its own: it knows nothing of another's work but what is in the store. */
  controller(reconcile: Reconcile<unknown, unknown> | undefined): Controller
  add(id: string, desired?: unknown): Promise<ResourceRecord>
  alter(id: string, desired: unknown, isDelete?: boolean): Promise<ResourceRecord>
}

interface StillClock extends Clock {
  advance(ms: number): void
}

function stillClock(): StillClock {
  let now = 1_750_000_000_000
  return {
    now: () => now,
    advance(ms) {
      now += ms
    },
  }
}

async function world(): Promise<World> {
  const database = await openDatabase({ file: ':memory:' })
  const store = createSqlStore(database)
  const clock = stillClock()
  const accept = async (id: string, desired: unknown, isDelete: boolean) => {
    const previous = await store.get(id)
    return store.accept({
      id,
      type: 'test/things',
      parentKey: '/things',
      name: id.slice(1),
      ifRevision: previous?.revision,
      desired,
      isDelete,
      actor: { objectId: 'a0', name: 'ana', kind: 'User', tenantId: 't0' },
      at: clock.now(),
      holding: undefined,
      claims: [],
      requireLive: [],
      operation: {
        id: `${id}-${(previous?.generation ?? 0) + 1}`,
        verb: isDelete ? 'Delete' : 'Put',
        trigger: 'User',
        correlationId: 'c0',
        deadline: clock.now() + 10 * leaseMs,
        supersedes: isDelete,
        isInstant: false,
      },
    })
  }
  return {
    store,
    clock,
    controller: (reconcile) =>
      new Controller({
        store,
        reconcileFor: () => reconcile,
        context: {
          clock,
          log: createLog('test', 'silent'),
          engine: () => {
            throw new Error('no engine here')
          },
          list: (query) => store.list(query),
          get: (key) => store.get(key),
          usage: (engine) => store.usage(engine),
          unseal: (sealed) => sealed,
          wakeOn: () => undefined,
          queue: async () => [],
        },
      }),
    add: (id, desired = {}) => accept(id, desired, false),
    alter: (id, desired, isDelete = false) => accept(id, desired, isDelete),
    async [Symbol.asyncDispose]() {
      await store.close()
    },
  }
}

/** True as soon as it is looked at. */
const done: Reconcile<unknown, unknown> = async (row) =>
  row.deletedAt === undefined ? { observed: row.desired } : 'gone'

describe('a controller', () => {
  test('brings what is due to what was asked, and then nothing is due', async () => {
    await using at = await world()
    await at.add('/one', { size: 1 })
    await at.controller(done).settle()
    expect(await at.store.get('/one')).toMatchObject({ observed: { size: 1 }, observedGeneration: 1, dueAt: undefined })
    expect(await at.store.operation('/one-1')).toMatchObject({ status: 'Succeeded' })
    expect(await at.store.nextDue()).toBeUndefined()
  })

  test('a type without a reconcile is true as written and gone when deleted', async () => {
    await using at = await world()
    await at.add('/one')
    const controller = at.controller(undefined)
    await controller.settle()
    expect(await at.store.get('/one')).toMatchObject({ observedGeneration: 1 })
    await at.alter('/one', {}, true)
    await controller.settle()
    expect(await at.store.get('/one')).toBeUndefined()
  })

  test('a change that is accepted while it works is worked on again, not lost', async () => {
    await using at = await world()
    await at.add('/one', { size: 1 })
    const seen: unknown[] = []
    const controller = at.controller(async (row) => {
      seen.push(row.desired)
      if (seen.length === 1) await at.alter('/one', { size: 2 })
      return { observed: row.desired }
    })
    await controller.settle()
    expect(seen).toEqual([{ size: 1 }, { size: 2 }])
    expect(await at.store.get('/one')).toMatchObject({ observed: { size: 2 }, generation: 2, observedGeneration: 2 })
  })

  test('a deletion that is accepted while it works is not answered by the work before it', async () => {
    await using at = await world()
    await at.add('/one')
    const controller = at.controller(async (row, context) => {
      if (row.deletedAt === undefined) await at.alter('/one', {}, true)
      return done(row, context)
    })
    await controller.settle()
    expect(await at.store.get('/one')).toBeUndefined()
    expect(await at.store.operation('/one-1')).toMatchObject({ status: 'Canceled' })
    expect(await at.store.operation('/one-2')).toMatchObject({ status: 'Succeeded' })
  })

  test('an error is tried again after a pause, until it works', async () => {
    await using at = await world()
    await at.add('/one')
    let failures = 3
    const controller = at.controller(async () => {
      if (failures-- > 0) throw new Error('not now')
      return { observed: 'up' }
    })
    await controller.settle()
    expect(await at.store.get('/one')).toMatchObject({ attempts: 1, observedGeneration: 0 })
    for (let turn = 0; turn < 3; turn++) {
      at.clock.advance(40_000)
      await controller.settle()
    }
    expect(await at.store.get('/one')).toMatchObject({ observed: 'up', attempts: 0, observedGeneration: 1 })
  })

  test('an operation past its deadline fails though its reconcile goes on, and the row with it', async () => {
    await using at = await world()
    await at.add('/one')
    const controller = at.controller(async () => ({ observed: 'slow', requeueAfterMs: 1_000_000 }))
    await controller.settle()
    at.clock.advance(11 * leaseMs)
    await controller.settle()
    expect(await at.store.operation('/one-1')).toMatchObject({ status: 'Failed', error: { code: 'OperationTimedOut' } })
    expect(await at.store.get('/one')).toMatchObject({ failure: { generation: 1 } })
  })
})

describe('when a process is killed', () => {
  test('between lease and settle, another does the work once the lease is over, and the dead one’s answer is ignored', async () => {
    await using at = await world()
    await at.add('/one', { size: 1 })
    // The killed one: it has leased, and never settles.
    const [lost] = await at.store.leaseDue(at.clock.now(), 10, leaseMs)
    expect(lost?.record.key).toBe('/one')

    const next = at.controller(done)
    await next.settle()
    expect(await at.store.get('/one')).toMatchObject({ observed: undefined })
    at.clock.advance(leaseMs + 1)
    await next.settle()
    expect(await at.store.get('/one')).toMatchObject({ observed: { size: 1 }, observedGeneration: 1 })

    const late = { at: at.clock.now(), observed: 'late', isConverged: true, failure: undefined, isGone: false }
    const rest = { dueAt: undefined, attempts: 0, phases: undefined, changes: [], findings: [] }
    expect(lost && (await at.store.settle(lost, { ...late, ...rest }))).toBe(false)
    expect(await at.store.get('/one')).toMatchObject({ observed: { size: 1 } })
  })

  test('between the engine’s work and its settle, the next one meets what is there and says so', async () => {
    await using at = await world()
    await at.add('/one')
    const machines = new Set<string>()
    const ensure: Reconcile<unknown, unknown> = async (row) => {
      machines.add(row.key)
      return { observed: { machines: machines.size } }
    }
    const [lost] = await at.store.leaseDue(at.clock.now(), 10, leaseMs)
    if (lost) machines.add(lost.record.key)
    at.clock.advance(leaseMs + 1)
    await at.controller(ensure).settle()
    expect(await at.store.get('/one')).toMatchObject({ observed: { machines: 1 } })
  })

  test('two that run at once work on each row once', async () => {
    await using at = await world()
    for (let index = 0; index < 100; index++) await at.add(`/row-${index}`)
    const seen: string[] = []
    const note: Reconcile<unknown, unknown> = async (row) => {
      seen.push(row.key)
      await new Promise((resolve) => setImmediate(resolve))
      return { observed: {} }
    }
    await Promise.all([at.controller(note).settle(), at.controller(note).settle()])
    expect(seen.length).toBe(100)
    expect(new Set(seen).size).toBe(100)
  })
})

describe('a controller that runs by itself', () => {
  test('does what is due when nudged, and ends what it is at when closed', async () => {
    await using at = await world()
    const begun = signal()
    const mayEnd = signal()
    const controller = at.controller(async () => {
      begun.give()
      await mayEnd.given
      return { observed: 'up' }
    })
    controller.start()
    await at.add('/one')
    controller.nudge()
    await begun.given
    const closed = controller[Symbol.asyncDispose]()
    mayEnd.give()
    await closed
    expect(await at.store.get('/one')).toMatchObject({ observed: 'up', observedGeneration: 1 })
  })
})

describe('work that hangs', () => {
  test('keeps neither the other rows nor the end of the process waiting, and is not begun twice', async () => {
    await using at = await world()
    for (let index = 0; index < 100; index++) await at.add(`/hangs-${index}`)
    const begun: string[] = []
    const controller = at.controller(async (row) => {
      begun.push(row.key)
      return row.key.startsWith('/hangs') ? new Promise<never>(() => {}) : { observed: 'up' }
    })
    controller.start()
    for (let lease = 0; lease < 3; lease++) {
      await expect.poll(() => begun.length).toBeGreaterThanOrEqual(Math.min(100, 64 * (lease + 1)))
      at.clock.advance(leaseMs + 1)
      controller.nudge()
    }
    await at.add('/other')
    controller.nudge()
    await expect.poll(async () => (await at.store.get('/other'))?.observed).toBe('up')
    expect(begun.filter((key) => key.startsWith('/hangs'))).toHaveLength(100)
    at.clock.advance(leaseMs + 1)
    await controller[Symbol.asyncDispose]()
  })

  test('is answered for when it ends after all', async () => {
    await using at = await world()
    await at.add('/one')
    const mayEnd = signal()
    const controller = at.controller(async () => {
      await mayEnd.given
      return { observed: 'up' }
    })
    controller.start()
    await expect.poll(async () => (await at.store.nextDue()) ?? 0).toBeGreaterThan(at.clock.now())
    at.clock.advance(leaseMs + 1)
    controller.nudge()
    mayEnd.give()
    await expect
      .poll(async () => {
        at.clock.advance(1_000)
        controller.nudge()
        return (await at.store.get('/one'))?.observed
      })
      .toBe('up')
    await controller[Symbol.asyncDispose]()
  })
})

function signal() {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give }
}
