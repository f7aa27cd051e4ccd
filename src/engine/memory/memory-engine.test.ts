import { expect, test } from 'vitest'
import { ShiftedClock } from '../../base/clock.ts'
import type { MachineSpec } from '../engine.ts'
import { createMemoryEngine } from './memory-engine.ts'

const spec: MachineSpec = {
  key: 'c-one',
  nodeId: '/x/nodes/0',
  hostname: 'one',
  image: 'any',
  boot: 1,
  limits: { cpus: 1, memoryBytes: 1, pids: 1, gpus: 0 },
  mounts: [{ path: '/home/ada', source: { kind: 'volume', key: 'c-one' }, isReadOnly: false }],
  config: {
    user: { name: 'ada', uid: 1000, hasSudo: false },
    authorizedKeys: undefined,
    environment: {},
    folders: [],
    apps: ['lab'],
    origins: {},
  },
}

test('a slow machine takes its time by the clock, to start and to stop', async () => {
  const clock = new ShiftedClock()
  await using engine = createMemoryEngine({
    channelKey: Buffer.alloc(32),
    clock,
    knobs: { startMs: 60_000, stopMs: 60_000 },
  })
  expect((await engine.ensureMachine(spec)).phase).toBe('starting')
  clock.advance(60_000)
  expect((await engine.ensureMachine(spec)).phase).toBe('running')
  expect((await engine.ensureMachine({ ...spec, boot: 2 })).phase).toBe('stopping')
  clock.advance(60_000)
  expect(await engine.ensureMachine({ ...spec, boot: 2 })).toMatchObject({ phase: 'starting', boot: 2 })
})

test('a failing engine throws what it was told to, until it is told otherwise', async () => {
  await using engine = createMemoryEngine({ channelKey: Buffer.alloc(32) })
  engine.knobs.failing = (method, key) => (method === 'ensureMachine' ? new Error(`no ${key}`) : undefined)
  await expect(engine.ensureMachine(spec)).rejects.toThrow('no c-one')
  expect(await engine.inspectMachine('c-one')).toBeUndefined()
  engine.knobs.failing = undefined
  expect((await engine.ensureMachine(spec)).phase).toBe('running')
})

test('channels a machine was not given are refused', async () => {
  await using engine = createMemoryEngine({ channelKey: Buffer.alloc(32) })
  await engine.ensureMachine(spec)
  for (const channel of ['term', 'ssh', 'other']) {
    await expect(engine.connect('c-one', channel)).rejects.toMatchObject({ channelCode: 'NoSuchChannel' })
  }
})

test('a volume outlives its machine until it is removed', async () => {
  await using engine = createMemoryEngine({ channelKey: Buffer.alloc(32) })
  await engine.ensureMachine(spec)
  await engine.removeMachine('c-one')
  expect([...engine.volumes]).toEqual(['c-one'])
  await engine.removeVolume('c-one')
  expect([...engine.volumes]).toEqual([])
})
