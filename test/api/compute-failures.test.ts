// What happens when machines and engines do not do as they are told: nothing is stuck, nothing is left.

import { describe, expect, test } from 'vitest'
import { TerminalError } from '../../src/base/errors.ts'
import { sweepDrift } from '../../src/fleet/drift.ts'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { act, follow, later, makeCompute, remove, show, state, timeline } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const minutes = 60_000
const away = () => new Error('the engine is away')
const impossible = (method: string) =>
  method === 'ensureMachine'
    ? new TerminalError('ImageNotFound', 'There is no image carrel-node:test.', { nextStep: 'Build the image.' })
    : undefined

async function sweep(server: TestServer) {
  const found = await sweepDrift({
    engineName: 'memory',
    engine: server.engine,
    store: server.store,
    now: server.clock.now(),
  })
  await server.settle()
  return found
}

async function machineKey(server: TestServer): Promise<string> {
  const [machine] = await Array.fromAsync(server.engine.listMachines())
  if (!machine) throw new Error('there is no machine')
  return machine.key
}

async function gone(server: TestServer, id: string): Promise<void> {
  expect((await show(server, id)).status).toBe(404)
  expect(await server.store.list({ underKey: id.toLowerCase() })).toEqual([])
  expect(await Array.fromAsync(server.engine.listMachines())).toEqual([])
  expect(server.engine.volumes.size).toBe(0)
}

describe('an engine that is away', () => {
  test('is waited for: what was asked happens when it is back, and the timeline says why it took so long', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    server.engine.knobs.failing = away
    const created = await makeCompute(server, computeId('one'))
    await later(server, 2 * minutes, 20)
    expect(await state(server, computeId('one'))).toBe('Creating, Creating')
    expect((await follow(server, created)).body.status).toBe('InProgress')
    const told = (await timeline(server, computeId('one'))).filter((each) => each.operationName === 'Retrying')
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({
      trigger: 'System',
      cause: { message: 'the engine is away' },
      nextStep: expect.any(String),
    })
    server.engine.knobs.failing = undefined
    await later(server, 1 * minutes)
    expect((await follow(server, created)).body.status).toBe('Succeeded')
    expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
  })

  test('for longer than the deadline fails the creation with a next step, everywhere it is shown', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    server.engine.knobs.failing = away
    const created = await makeCompute(server, computeId('one'))
    await later(server, 16 * minutes)
    const document = (await follow(server, created)).body
    expect(document).toMatchObject({
      status: 'Failed',
      error: {
        code: 'OperationTimedOut',
        message: expect.stringContaining('15 minutes'),
        nextStep: expect.any(String),
      },
    })
    const result = await follow(server, created, 'location')
    expect([result.status, result.body.error.code]).toEqual([409, 'OperationTimedOut'])
    const { properties } = (await show(server, computeId('one'))).body
    expect(properties).toMatchObject({
      provisioningState: 'Failed',
      provisioningErrors: [{ error: { code: 'OperationTimedOut' } }],
      properties: {
        state: 'CreateFailed',
        errors: [{ error: { code: 'OperationTimedOut', message: expect.any(String) } }],
        lastOperation: { operationName: 'Create', operationStatus: 'CreateFailed' },
      },
    })
  })

  test.each([
    ['start', 'Running, Succeeded'],
    ['stop', 'Stopped, Succeeded'],
    ['restart', 'Running, Succeeded'],
  ])('%s works after that, also while it is still away', async (verb, end) => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    server.engine.knobs.failing = away
    await makeCompute(server, computeId('one'))
    await later(server, 16 * minutes)
    const accepted = await act(server, computeId('one'), verb)
    await later(server, 2 * minutes)
    expect((await follow(server, accepted)).body.status).toBe('InProgress')
    server.engine.knobs.failing = undefined
    await later(server, 1 * minutes)
    expect((await follow(server, accepted)).body.status).toBe('Succeeded')
    expect(await state(server, computeId('one'))).toBe(end)
  })

  test('delete works after that; past its own deadline it fails, is tried on, and can be asked for again', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    server.engine.knobs.failing = away
    const first = await remove(server, computeId('one'))
    await later(server, 11 * minutes)
    expect((await follow(server, first)).body).toMatchObject({ status: 'Failed', error: { code: 'OperationTimedOut' } })
    expect(await state(server, computeId('one'))).toBe('Unusable, Failed')
    const second = await remove(server, computeId('one'))
    expect(second.headers['azure-asyncoperation']).not.toBe(first.headers['azure-asyncoperation'])
    expect(await state(server, computeId('one'))).toBe('Deleting, Deleting')
    server.engine.knobs.failing = undefined
    await later(server, 1 * minutes)
    expect((await follow(server, second)).body.status).toBe('Succeeded')
    await gone(server, computeId('one'))
  })

  test('and back after the deadline, what was asked is true all the same, and says so', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    server.engine.knobs.failing = away
    const created = await makeCompute(server, computeId('one'))
    await later(server, 16 * minutes)
    server.engine.knobs.failing = undefined
    await later(server, 1 * minutes)
    expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
    expect((await show(server, computeId('one'))).body.properties.properties.errors).toEqual([])
    expect((await follow(server, created)).body.status).toBe('Failed')
  })

  test('while it stops: the stop fails at its deadline as Unusable, and start brings it back', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    server.engine.knobs.failing = away
    const stopped = await act(server, computeId('one'), 'stop')
    await later(server, 6 * minutes)
    expect((await follow(server, stopped)).body.status).toBe('Failed')
    expect(await state(server, computeId('one'))).toBe('Unusable, Failed')
    expect((await show(server, computeId('one'))).body.properties.properties.lastOperation.operationStatus).toBe(
      'StopFailed',
    )
    server.engine.knobs.failing = undefined
    const started = await act(server, computeId('one'), 'start')
    await later(server, 1 * minutes)
    expect((await follow(server, started)).body.status).toBe('Succeeded')
  })
})

describe('what can never work', () => {
  test('fails the creation at once, with its cause and next step', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    server.engine.knobs.failing = impossible
    const created = await makeCompute(server, computeId('one'))
    await server.settle()
    expect((await follow(server, created)).body).toMatchObject({
      status: 'Failed',
      error: { code: 'ImageNotFound', message: 'There is no image carrel-node:test.', nextStep: 'Build the image.' },
    })
    expect(await state(server, computeId('one'))).toBe('CreateFailed, Failed')
    const [creation] = await timeline(server, computeId('one'))
    expect(creation).toMatchObject({ status: 'Failed', cause: { code: 'ImageNotFound' }, nextStep: 'Build the image.' })
  })

  test('is tried again with start, restart or PUT once it may work', async () => {
    for (const verb of ['start', 'restart', 'PUT']) {
      await using server = await startTestServer()
      const { computeId } = await makeWorkspace(server)
      server.engine.knobs.failing = impossible
      await makeCompute(server, computeId('one'))
      await later(server, 1 * minutes)
      server.engine.knobs.failing = undefined
      const again =
        verb === 'PUT'
          ? await server.call('PUT', `${computeId('one')}?${apiVersion}`, computeBody())
          : await act(server, computeId('one'), verb)
      await later(server, 1 * minutes)
      expect([verb, (await follow(server, again)).body.status]).toEqual([verb, 'Succeeded'])
      expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
    }
  })

  test('fails again when it is tried again too early', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    server.engine.knobs.failing = impossible
    await makeCompute(server, computeId('one'))
    const again = await act(server, computeId('one'), 'start')
    await later(server, 1 * minutes)
    expect((await follow(server, again)).body).toMatchObject({ status: 'Failed', error: { code: 'ImageNotFound' } })
    expect(await state(server, computeId('one'))).toBe('Stopped, Failed')
  })

  test('can be stopped and deleted', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    server.engine.knobs.failing = impossible
    await makeCompute(server, computeId('one'))
    const stopped = await act(server, computeId('one'), 'stop')
    await later(server)
    expect((await follow(server, stopped)).body.status).toBe('Succeeded')
    const deleted = await remove(server, computeId('one'))
    await later(server)
    expect((await follow(server, deleted)).body.status).toBe('Succeeded')
    await gone(server, computeId('one'))
  })

  test('met by a deletion, is told and tried again until it works', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    server.engine.knobs.failing = (method) =>
      method === 'removeMachine'
        ? new TerminalError('DiskBroken', 'The disk is broken.', { nextStep: 'Replace it.' })
        : undefined
    const deleted = await remove(server, computeId('one'))
    await later(server)
    await later(server)
    expect(await state(server, computeId('one'))).toBe('Deleting, Deleting')
    const told = (await timeline(server, computeId('one'))).find((each) => each.operationName === 'Retrying')
    expect(told).toMatchObject({
      cause: { message: 'The disk is broken.' },
      nextStep: expect.stringContaining('Replace'),
    })
    server.engine.knobs.failing = undefined
    await later(server, 1 * minutes)
    expect((await follow(server, deleted)).body.status).toBe('Succeeded')
    await gone(server, computeId('one'))
  })
})

describe('a machine that', () => {
  test('is lost while it runs is made again with its disk, and the timeline says so', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    await server.engine.lose(await machineKey(server))
    const { drifted, orphans } = await sweep(server)
    expect([drifted, orphans]).toEqual([[`${computeId('one')}/nodes/0`.toLowerCase()], []])
    await later(server)
    expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
    expect(server.engine.volumes.size).toBe(1)
    const [found, creation] = await timeline(server, computeId('one'))
    expect(found).toMatchObject({
      operationName: 'OsDiskLost',
      trigger: 'System',
      cause: { message: expect.stringContaining('home folder is intact') },
    })
    expect(creation?.operationName).toBe('Create')
    expect((await show(server, computeId('one'))).body.properties.properties.lastOperation.operationName).toBe('Create')
    expect((await sweep(server)).drifted).toEqual([])
  })

  test.each(['Exited', 'OutOfMemory'] as const)(
    'ends by itself (%s) is started again, and the timeline says so',
    async (cause) => {
      await using server = await startTestServer()
      const { computeId } = await makeWorkspace(server)
      await makeCompute(server, computeId('one'))
      for (const time of [1, 2]) {
        await server.engine.exit(await machineKey(server), cause)
        await sweep(server)
        await later(server)
        expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
        const told = (await timeline(server, computeId('one'))).filter((each) => each.operationName === cause)
        expect(told).toHaveLength(time)
      }
    },
  )

  test('is on its way back is shown as starting, and nothing of what was asked is called unfinished', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const created = await makeCompute(server, computeId('one'))
    server.engine.knobs.startMs = 10 * minutes
    await server.engine.exit(await machineKey(server), 'Exited')
    await sweep(server)
    await later(server)
    expect(await state(server, computeId('one'))).toBe('Starting, Succeeded')
    expect((await follow(server, created)).body.status).toBe('Succeeded')
  })

  test('was lost while stopped stays stopped, and start makes it again', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    await act(server, computeId('one'), 'stop')
    await server.settle()
    await server.engine.lose(await machineKey(server))
    expect((await sweep(server)).drifted).toEqual([])
    expect(await state(server, computeId('one'))).toBe('Stopped, Succeeded')
    await act(server, computeId('one'), 'start')
    await server.settle()
    expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
    expect((await timeline(server, computeId('one'))).map((each) => each.operationName)).toContain('OsDiskLost')
  })

  test('runs although it should be stopped is stopped', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    const key = await machineKey(server)
    await act(server, computeId('one'), 'stop')
    await server.settle()
    const spec = server.engine.specOf(key)
    if (spec) await server.engine.ensureMachine(spec)
    await sweep(server)
    await later(server)
    expect(await Array.fromAsync(server.engine.listMachines(), ({ phase }) => phase)).toEqual(['stopped'])
  })

  test('has no row is removed; its disk, and the others, stay', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    const spec = server.engine.specOf(await machineKey(server))
    if (!spec) throw new Error('there is no machine')
    const source = { kind: 'volume', key: 'c-testtest-orphan' } as const
    await server.engine.ensureMachine({
      ...spec,
      key: source.key,
      nodeId: '/gone',
      mounts: [{ path: '/home', source, isReadOnly: false }],
    })
    expect((await sweep(server)).orphans).toEqual(['/gone'])
    await later(server)
    const left = await Array.fromAsync(server.engine.listMachines(), ({ key }) => key)
    expect([left, [...server.engine.volumes]]).toEqual([[spec.key], [spec.key, source.key]])
    expect(await server.store.list({ underKey: '/orphans' })).toEqual([])
    expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
  })

  test('cannot be swept for because the engine is away is left alone', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    server.engine.knobs.failing = away
    await expect(sweep(server)).rejects.toThrow('away')
    expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
  })
})
