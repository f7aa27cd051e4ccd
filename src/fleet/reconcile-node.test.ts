// Each step of a node's life on the memory engine, by knobs and a clock that the test moves.

import { describe, expect, test } from 'vitest'
import { record } from '../../test/support/records.ts'
import { ShiftedClock } from '../base/clock.ts'
import { createLog } from '../base/log.ts'
import type { Progress, ReconcileContext } from '../control/reconcile.ts'
import { createMemoryEngine, type MemoryEngine } from '../engine/memory/memory-engine.ts'
import type { NodeDesired, NodeObserved, NodeRecord } from './fleet.ts'
import { nodeAgent } from './node-agent.ts'
import { reconcileNode } from './reconcile-node.ts'

const key = 'c-testtest-0000000000000000'
const desired: NodeDesired = {
  engine: 'memory',
  machineKey: key,
  hostname: 'one',
  power: 'running',
  boot: 1,
  attempt: 0,
  template: {
    image: 'image',
    limits: { cpus: 1, memoryBytes: 1, pids: 1, gpus: 0 },
    mounts: [{ path: '/home', source: { kind: 'volume', key }, isReadOnly: false }],
    config: {
      user: { name: 'azureuser', uid: 1000, hasSudo: true },
      authorizedKeys: undefined,
      environment: {},
      folders: [],
      apps: ['lab'],
      origins: {},
    },
    apps: [],
    ownerId: 'ana',
    ssh: undefined,
  },
}

interface Bench extends AsyncDisposable {
  readonly engine: MemoryEngine
  readonly clock: ShiftedClock
  /** One look at the row; what was seen is kept for the next. */
  look(): Promise<Progress<NodeObserved> | 'gone'>
  desire(change: Partial<NodeDesired>): void
  delete(): void
}

function bench(knobs: Parameters<typeof createMemoryEngine>[0]['knobs'] = {}): Bench {
  const clock = new ShiftedClock()
  const engine = createMemoryEngine({ channelKey: Buffer.alloc(32, 1), clock, knobs })
  const context: ReconcileContext = {
    clock,
    log: createLog('test', 'silent'),
    engine: () => engine,
    list: async () => [],
    get: async () => undefined,
    usage: async () => [],
    unseal: (sealed) => sealed,
    wakeOn: () => undefined,
    queue: async () => [],
  }
  let node = record({
    id: '/w/computes/one/nodes/0',
    parentKey: '/w/computes/one',
    type: 'carrel/nodes',
    desired,
    observedGeneration: 0,
  }) as NodeRecord
  return {
    engine,
    clock,
    async look() {
      const outcome = await reconcileNode(node, context)
      if (outcome === 'gone') return outcome
      const isDone = outcome.requeueAfterMs === undefined
      node = {
        ...node,
        observed: outcome.observed,
        observedGeneration: isDone ? node.generation : node.observedGeneration,
      }
      return outcome
    },
    desire(change) {
      node = {
        ...node,
        desired: { ...node.desired, ...change },
        generation: node.generation + 1,
        modifiedAt: clock.now(),
      }
    },
    delete() {
      node = { ...node, deletedAt: clock.now(), generation: node.generation + 1 }
    },
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  }
}

async function seen(at: Bench) {
  const outcome = await at.look()
  if (outcome === 'gone') return outcome
  return [outcome.observed.phase, outcome.requeueAfterMs === undefined ? 'done' : 'again']
}

describe('a node', () => {
  test('goes through starting and setting up to running, and wakes its fleet at each', async () => {
    await using at = bench({ startMs: 60_000, readyMs: 60_000 })
    const wakes = { changes: [{ kind: 'wake', key: '/w/computes/one' }] }
    expect(await at.look()).toMatchObject({ observed: { phase: 'starting' }, requeueAfterMs: 50, ...wakes })
    expect(await seen(at)).toEqual(['starting', 'again'])
    at.clock.advance(70_000)
    expect(await at.look()).toMatchObject({ observed: { phase: 'settingUp' }, requeueAfterMs: 50, ...wakes })
    at.clock.advance(70_000)
    expect(await at.look()).toMatchObject({ observed: { phase: 'running', endpoint: { host: '127.0.0.1' } }, ...wakes })
    const idle = await at.look()
    expect(idle).toMatchObject({ observed: { phase: 'running' }, changes: [] })
    const phases = idle === 'gone' ? [] : idle.observed.phases
    expect(phases.map(({ name }) => name)).toEqual(['preparing', 'starting', 'settingUp'])
    for (const phase of phases) expect(phase.endedAt).toBeGreaterThanOrEqual(phase.startedAt)
  })

  test('that is up is looked at without being touched', async () => {
    await using at = bench()
    await at.look()
    const [before] = await Array.fromAsync(at.engine.listMachines())
    await at.look()
    expect(await Array.fromAsync(at.engine.listMachines())).toEqual([before])
  })

  test('with a newer boot is stopped and started again, and is not running before that boot runs', async () => {
    await using at = bench({ stopMs: 60_000, startMs: 60_000 })
    await at.look()
    at.clock.advance(70_000)
    expect(await seen(at)).toEqual(['running', 'done'])
    at.desire({ boot: 2 })
    expect(await seen(at)).toEqual(['stopping', 'again'])
    at.clock.advance(70_000)
    expect(await seen(at)).toEqual(['starting', 'again'])
    at.clock.advance(70_000)
    expect(await at.look()).toMatchObject({ observed: { phase: 'running', boot: 2 } })
  })

  test('is stopped and keeps its machine and its volume', async () => {
    await using at = bench({ stopMs: 60_000 })
    await at.look()
    at.desire({ power: 'stopped' })
    expect(await seen(at)).toEqual(['stopping', 'again'])
    at.clock.advance(70_000)
    expect(await seen(at)).toEqual(['stopped', 'done'])
    expect(at.engine.volumes.size).toBe(1)
  })

  test('whose machine never was is stopped already', async () => {
    await using at = bench()
    at.desire({ power: 'stopped' })
    expect(await seen(at)).toEqual(['stopped', 'done'])
  })

  test.each<[string, (at: Bench) => Promise<unknown>]>([
    ['nothing', async () => undefined],
    ['running', (at) => at.look()],
    [
      'starting',
      (at) => {
        at.engine.knobs.startMs = 60_000
        return at.look()
      },
    ],
    [
      'stopped',
      async (at) =>
        at
          .look()
          .then(() => at.desire({ power: 'stopped' }))
          .then(() => at.look()),
    ],
    ['lost', async (at) => at.look().then(() => at.engine.lose(key))],
  ])('that is deleted while %s is gone with machine and volume, also when asked twice', async (_, reach) => {
    await using at = bench()
    await reach(at)
    at.delete()
    expect([await at.look(), await at.look()]).toEqual(['gone', 'gone'])
    expect([await Array.fromAsync(at.engine.listMachines()), at.engine.volumes.size]).toEqual([[], 0])
  })

  test('that was adopted leaves storage behind', async () => {
    await using at = bench()
    await at.look()
    at.desire({ keepsVolume: true })
    at.delete()
    expect(await at.look()).toBe('gone')
    expect(at.engine.volumes.size).toBe(1)
  })
})

describe('a machine that ended by itself', () => {
  test('is started again, and its cause told once each time, in the timeline of the fleet', async () => {
    await using at = bench({ startMs: 60_000 })
    await at.look()
    at.clock.advance(70_000)
    await at.look()
    const told: unknown[] = []
    for (let time = 0; time < 3; time++) {
      await at.engine.exit(key, 'Exited')
      for (let looks = 0; looks < 3; looks++) {
        const outcome = await at.look()
        if (outcome !== 'gone') told.push(...(outcome.findings ?? []))
        at.clock.advance(30_000)
      }
      expect(await seen(at)).toEqual(['running', 'done'])
    }
    const exited = { key: '/w/computes/one', cause: 'Exited', message: 'The machine stopped by itself.' }
    expect(told).toEqual([exited, exited, exited])
  })

  test('begins its phases anew', async () => {
    await using at = bench({ startMs: 60_000 })
    await at.look()
    at.clock.advance(70_000)
    await at.look()
    await at.engine.lose(key)
    const outcome = await at.look()
    expect(outcome !== 'gone' && outcome.observed.phases).toEqual([{ name: 'starting', startedAt: expect.any(Number) }])
    expect(outcome !== 'gone' && outcome.findings).toMatchObject([{ cause: 'OsDiskLost' }])
  })
})

test('a node that is up and does not answer for a moment stays what it is, and is asked again', async () => {
  await using at = bench()
  await at.look()
  expect(await seen(at)).toEqual(['running', 'done'])
  // A connection that is kept would still be answered.
  nodeAgent(at.engine, key).destroy()
  at.engine.knobs.failing = (method) => (method === 'connect' ? new Error('too busy') : undefined)
  at.desire({})
  expect(await seen(at)).toEqual(['running', 'again'])
  await at.engine.exit(key, 'Exited')
  expect(await seen(at)).toEqual(['starting', 'again'])
  at.engine.knobs.failing = undefined
  expect(await seen(at)).toEqual(['running', 'done'])
})

test('a node that is up and says nothing for a minute is one that starts, whose deadline counts', async () => {
  await using at = bench()
  await at.look()
  nodeAgent(at.engine, key).destroy()
  at.engine.knobs.failing = (method) => (method === 'connect' ? new Error('frozen') : undefined)
  expect(await seen(at)).toEqual(['running', 'again'])
  at.clock.advance(59_000)
  expect(await seen(at)).toEqual(['running', 'again'])
  at.clock.advance(1_000)
  expect(await seen(at)).toEqual(['starting', 'again'])
  at.engine.knobs.failing = undefined
  expect(await seen(at)).toEqual(['running', 'done'])
})

test('what the engine throws is not swallowed: the controller decides about it', async () => {
  await using at = bench()
  at.engine.knobs.failing = () => new Error('away')
  await expect(at.look()).rejects.toThrow('away')
  at.engine.knobs.failing = (method) => (method === 'connect' ? new Error('no door yet') : undefined)
  expect(await seen(at)).toEqual(['starting', 'again'])
})
