// CI-90…103, CI-112: what a compute instance does when it is asked to, at any time.

import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace, paths } from '../support/arm-paths.ts'
import { act, follow, later, makeCompute, remove, show, state, timeline } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

async function bootsOf(server: TestServer): Promise<number[]> {
  return Array.fromAsync(server.engine.listMachines(), ({ boot }) => boot)
}

/** Long beside what a test takes: the clock runs on by itself, too. */
const slow = { knobs: { startMs: 60_000, readyMs: 60_000, stopMs: 30_000 } }

describe('a running instance', () => {
  test('CI-97: start leaves it as it is, and succeeds', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    const before = await Array.fromAsync(server.engine.listMachines(), ({ bootId }) => bootId)
    const started = await act(server, computeId('one'), 'start')
    await server.settle()
    expect((await follow(server, started)).body.status).toBe('Succeeded')
    expect(await Array.fromAsync(server.engine.listMachines(), ({ bootId }) => bootId)).toEqual(before)
  })

  test('CI-98: restart gives it a fresh boot and keeps its disk', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    const restarted = await act(server, computeId('one'), 'restart')
    expect(await state(server, computeId('one'))).toBe('Restarting, Updating')
    await server.settle()
    expect((await follow(server, restarted)).body.status).toBe('Succeeded')
    expect(await bootsOf(server)).toEqual([2])
    expect(server.engine.volumes.size).toBe(1)
  })

  test('CI-96: stop keeps it, its disk and its name; a second stop succeeds', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    for (const _time of [1, 2]) {
      const stopped = await act(server, computeId('one'), 'stop')
      await server.settle()
      expect((await follow(server, stopped)).body.status).toBe('Succeeded')
      expect(await state(server, computeId('one'))).toBe('Stopped, Succeeded')
    }
    const phases = await Array.fromAsync(server.engine.listMachines(), ({ phase }) => phase)
    expect([phases, server.engine.volumes.size]).toEqual([['stopped'], 1])
    expect((await show(server, computeId('one'))).body.properties.properties.lastOperation).toMatchObject({
      operationName: 'Stop',
      operationStatus: 'Succeeded',
    })
  })

  test('an update of its body does not restart it', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    const put = await server.call('PUT', `${computeId('one')}?${apiVersion}`, { ...computeBody(), tags: { a: 'b' } })
    expect([put.status, put.headers['azure-asyncoperation']]).toEqual([200, expect.any(String)])
    expect(await state(server, computeId('one'))).toBe('Running, Updating')
    await server.settle()
    expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
    expect(await bootsOf(server)).toEqual([1])
  })

  test('an update of a stopped one does not start it', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    await act(server, computeId('one'), 'stop')
    await server.settle()
    await server.call('PUT', `${computeId('one')}?${apiVersion}`, computeBody())
    await server.settle()
    expect(await state(server, computeId('one'))).toBe('Stopped, Succeeded')
  })
})

describe('an instance on its way', () => {
  test('tells its phases with their durations, in the operation and in the timeline', async () => {
    await using server = await startTestServer(slow)
    const { computeId } = await makeWorkspace(server)
    const created = await makeCompute(server, computeId('one'))
    expect(await state(server, computeId('one'))).toBe('Creating, Creating')
    await later(server, 80_000, 20)
    expect(await state(server, computeId('one'))).toBe('SettingUp, Creating')
    const under = (await follow(server, created)).body
    expect(under).toMatchObject({ status: 'InProgress', percentComplete: expect.any(Number) })
    expect(under.properties.phases.at(-1)).toEqual({ name: 'settingUp', startedAt: expect.any(String) })
    await later(server, 80_000, 20)
    expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
    const [creation] = await timeline(server, computeId('one'))
    expect(creation).toMatchObject({
      operationName: 'Create',
      status: 'Succeeded',
      trigger: 'User',
      caller: { kind: 'ServicePrincipal' },
    })
    const phases = creation?.phases ?? []
    expect(phases.map(({ name }) => name).filter((name) => name !== 'preparing')).toEqual(['starting', 'settingUp'])
    const lasted = (name: string) => phases.find((phase) => phase.name === name)?.durationMs ?? 0
    // By the engine's clock a minute each; by the loop's, up to its next look.
    expect(lasted('starting')).toBeGreaterThan(50_000)
    expect(lasted('settingUp')).toBeGreaterThan(50_000)
    expect(creation?.durationMs).toBeGreaterThanOrEqual(lasted('starting') + lasted('settingUp'))
  })

  test('a stop takes the place of the creation, which ends as canceled', async () => {
    await using server = await startTestServer(slow)
    const { computeId } = await makeWorkspace(server)
    const created = await makeCompute(server, computeId('one'))
    const stopped = await act(server, computeId('one'), 'stop')
    expect(await state(server, computeId('one'))).toMatch(/^Stopping/)
    const document = (await follow(server, created)).body
    expect(document).toMatchObject({ status: 'Canceled', percentComplete: 100, error: { code: 'OperationSuperseded' } })
    expect((await follow(server, created, 'location')).status).toBe(409)
    await later(server, 80_000, 8)
    expect((await follow(server, stopped)).body.status).toBe('Succeeded')
    expect(await state(server, computeId('one'))).toBe('Stopped, Succeeded')
    await act(server, computeId('one'), 'start')
    await later(server, 240_000, 24)
    expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
  })

  test.each(['start', 'stop', 'restart'])('%s just after the creation was accepted works', async (verb) => {
    await using server = await startTestServer(slow)
    const { computeId } = await makeWorkspace(server)
    await server.call('PUT', `${computeId('one')}?${apiVersion}`, computeBody())
    const accepted = await act(server, computeId('one'), verb)
    await later(server, 300_000, 30)
    expect((await follow(server, accepted)).body.status).toBe('Succeeded')
    expect(await state(server, computeId('one'))).toBe(verb === 'stop' ? 'Stopped, Succeeded' : 'Running, Succeeded')
  })

  test('the last of stop, start, restart and stop counts, and the others end as canceled', async () => {
    await using server = await startTestServer(slow)
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    const accepted = []
    for (const verb of ['stop', 'start', 'restart', 'stop']) {
      accepted.push(await act(server, computeId('one'), verb))
      await later(server, 10_000, 5)
    }
    await later(server, 240_000, 24)
    const statuses = await Promise.all(accepted.map(async (each) => (await follow(server, each)).body.status))
    expect(statuses).toEqual(['Canceled', 'Canceled', 'Canceled', 'Succeeded'])
    expect(await state(server, computeId('one'))).toBe('Stopped, Succeeded')
  })

  test.each([0, 20_000, 80_000, 160_000])('can be deleted %d ms after its creation, and leaves nothing', async (ms) => {
    await using server = await startTestServer(slow)
    const { computeId } = await makeWorkspace(server)
    const created = await server.call('PUT', `${computeId('one')}?${apiVersion}`, computeBody())
    await later(server, ms, 20)
    const deleted = await remove(server, computeId('one'))
    expect(deleted.status).toBe(202)
    expect(await state(server, computeId('one'))).toBe('Deleting, Deleting')
    await later(server, 200_000, 20)
    await emptied(server, computeId('one'))
    expect((await follow(server, deleted)).body.status).toBe('Succeeded')
    expect((await follow(server, created)).body.status).toBe(ms === 160_000 ? 'Succeeded' : 'Canceled')
  })

  test('can be deleted while it stops', async () => {
    await using server = await startTestServer(slow)
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    await later(server, 200_000, 20)
    const stopped = await act(server, computeId('one'), 'stop')
    await later(server, 4_000, 2)
    const deleted = await remove(server, computeId('one'))
    await later(server, 200_000, 20)
    await emptied(server, computeId('one'))
    expect((await follow(server, stopped)).body.status).toBe('Canceled')
    expect((await follow(server, deleted)).body.status).toBe('Succeeded')
  })
})

describe('deletion', () => {
  test('CI-C9: names its action in any case and its operation in the answer; asked again, it is the same operation', async () => {
    await using server = await startTestServer(slow)
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    const path = `${computeId('one')}?${apiVersion}`
    const first = await server.call('DELETE', `${path}&UnderlyingResourceAction=DELETE`)
    const second = await server.call('DELETE', `${path}&underlyingResourceAction=delete`)
    expect([first.status, second.status]).toEqual([202, 202])
    expect(first.headers['azure-asyncoperation']).toBe(second.headers['azure-asyncoperation'])
    expect(first.headers.location).toEqual(expect.any(String))
    await later(server, 240_000, 24)
    const { status, properties } = (await follow(server, first)).body
    expect(status).toBe('Succeeded')
    expect(properties.phases.map(({ durationMs }: { durationMs?: number }) => typeof durationMs)).not.toContain(
      'undefined',
    )
  })

  test.each(['', '&underlyingResourceAction=', '&underlyingResourceAction=Detach', '&underlyingResourceAction=x'])(
    'without an action, or with another, is refused: %j',
    async (query) => {
      await using server = await startTestServer()
      const { computeId } = await makeWorkspace(server)
      await makeCompute(server, computeId('one'))
      const answer = await server.call('DELETE', `${computeId('one')}?${apiVersion}${query}`)
      expect([answer.status, answer.body.error.code]).toEqual([400, 'InvalidUnderlyingResourceAction'])
      expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
    },
  )

  test('of what is not there is 204, and 404 when its group is not there either', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    expect((await remove(server, computeId('none'))).status).toBe(204)
    const elsewhere = await remove(server, paths(server, 'absent').computeId('none'))
    expect([elsewhere.status, elsewhere.body.error.code]).toEqual([404, 'ResourceGroupNotFound'])
  })

  test('under way, start, stop, restart, PUT and PATCH are conflicts', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    await remove(server, computeId('one'))
    for (const [method, path, body] of [
      ['POST', '/start', undefined],
      ['POST', '/stop', undefined],
      ['POST', '/restart', undefined],
      ['PUT', '', computeBody()],
      ['PATCH', '', { tags: {} }],
    ] as const) {
      const answer = await server.call(method, `${computeId('one')}${path}?${apiVersion}`, body)
      expect([method, path, answer.status, answer.body.error.code]).toEqual([method, path, 409, 'Conflict'])
    }
  })

  test('CI-99: frees the name for a new one, which is a new machine with a new disk', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    await remove(server, computeId('one'))
    await later(server)
    await emptied(server, computeId('one'))
    await makeCompute(server, computeId('one'))
    expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
    expect((await timeline(server, computeId('one'))).map((each) => each.operationName)).toEqual([
      'Create',
      'Delete',
      'Create',
    ])
  })
})

describe('start, stop and restart', () => {
  test('of what is not there are 404; other verbs and methods are not offered', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    for (const verb of ['start', 'stop', 'restart', 'events'])
      expect(
        (await server.call(verb === 'events' ? 'GET' : 'POST', `${computeId('none')}/${verb}?${apiVersion}`)).status,
      ).toBe(404)
    await makeCompute(server, computeId('one'))
    expect((await server.call('POST', `${computeId('one')}/explode?${apiVersion}`)).status).toBe(404)
    expect((await server.call('GET', `${computeId('one')}/start?${apiVersion}`)).status).toBe(405)
    expect((await server.call('POST', `${computeId('one')}?${apiVersion}`)).status).toBe(405)
    expect((await server.call('POST', `${computeId('one')}/toString?${apiVersion}`)).status).toBe(404)
    expect((await server.call('POST', `${computeId('one')}/constructor?${apiVersion}`)).status).toBe(404)
  })

  test('take any body or none, and any case', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    for (const [verb, raw] of [
      ['STOP', ''],
      ['Start', '{}'],
      ['reStart', 'null'],
    ]) {
      const answer = await server.call('POST', `${computeId('ONE')}/${verb}?${apiVersion}`, undefined, {
        raw: raw ?? '',
      })
      expect(answer.status).toBe(202)
      await server.settle()
    }
    expect(await state(server, computeId('one'))).toBe('Running, Succeeded')
  })
})

async function emptied(server: TestServer, id: string): Promise<void> {
  expect((await show(server, id)).status).toBe(404)
  expect(await server.store.list({ underKey: id.toLowerCase() })).toEqual([])
  expect(await Array.fromAsync(server.engine.listMachines())).toEqual([])
  expect(server.engine.volumes.size).toBe(0)
  expect(await server.store.claims('compute-name')).toEqual([])
  expect(await server.store.claims('app-label')).toEqual([])
}
