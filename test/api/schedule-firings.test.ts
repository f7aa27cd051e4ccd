// CI-50, CI-52, CI-55, CI-92: what an instance does when its schedules come due.

import { describe, expect, test } from 'vitest'
import { TerminalError } from '../../src/base/errors.ts'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { act, follow, makeCompute, remove, show, state, timeline } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const minute = 60_000

function schedule(action: 'Start' | 'Stop', expression: string, more: Record<string, unknown> = {}) {
  return { action, status: 'Enabled', triggerType: 'Cron', cron: { expression, timeZone: 'UTC', ...more } }
}

function goTo(server: TestServer, time: string): void {
  server.clock.advance(Date.parse(time) - server.clock.now())
}

/** An instance that was made at a time of ours; `at` moves the clock there and turns the loop. */
async function instanceAt(time: string, schedules: readonly unknown[], properties: Record<string, unknown> = {}) {
  const server = await startTestServer()
  goTo(server, time)
  const { computeId } = await makeWorkspace(server)
  const id = computeId('one')
  await makeCompute(server, id, { ...properties, schedules: { computeStartStop: schedules } })
  const at = async (next: string) => {
    goTo(server, next)
    await server.settle()
  }
  return { server, id, at, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

async function lastOperation(server: TestServer, id: string) {
  const { operationName, operationStatus, operationTrigger } = (await show(server, id)).body.properties.properties
    .lastOperation
  return [operationName, operationStatus, operationTrigger].join(' ')
}

/** By schedule, oldest first. */
async function fired(server: TestServer, id: string): Promise<string[]> {
  const events = await timeline(server, id)
  return events
    .filter(({ trigger }) => trigger === 'Schedule')
    .map(({ operationName, status }) => `${operationName} ${status}`)
    .toReversed()
}

async function firings(server: TestServer, id: string) {
  const { body } = await server.call('GET', `${id}/nextFirings?${apiVersion}`)
  return body.value as { time: string; localTime: string; action: string; scheduleId: string; isSkipped: boolean }[]
}

async function bootsOf(server: TestServer): Promise<number[]> {
  return Array.fromAsync(server.engine.listMachines(), ({ boot }) => boot)
}

describe('an instance with schedules', () => {
  test('CI-92: is stopped and started at their times, and says that a schedule did it', async () => {
    const nine = [schedule('Stop', '0 18 * * *'), schedule('Start', '0 9 * * *')]
    await using it = await instanceAt('2030-06-03T12:00:00Z', nine)
    await it.at('2030-06-03T17:59:00Z')
    expect(await state(it.server, it.id)).toBe('Running, Succeeded')
    await it.at('2030-06-03T18:00:00Z')
    expect(await state(it.server, it.id)).toBe('Stopped, Succeeded')
    expect(await lastOperation(it.server, it.id)).toBe('Stop Succeeded Schedule')
    const [stopped] = await timeline(it.server, it.id)
    expect(stopped).toMatchObject({
      operationName: 'Stop',
      trigger: 'Schedule',
      caller: { name: 'Carrel', kind: 'System' },
    })
    await it.at('2030-06-04T09:00:01Z')
    expect(await state(it.server, it.id)).toBe('Running, Succeeded')
    expect(await lastOperation(it.server, it.id)).toBe('Start Succeeded Schedule')
    expect(await bootsOf(it.server)).toEqual([2])
  })

  test('that is as a schedule wants it stays untouched, and says that the schedule came', async () => {
    await using it = await instanceAt('2030-06-03T12:00:00Z', [schedule('Start', '0 13 * * *')])
    const before = await Array.fromAsync(it.server.engine.listMachines(), ({ bootId }) => bootId)
    await it.at('2030-06-03T13:00:00Z')
    expect(await lastOperation(it.server, it.id)).toBe('Start Succeeded Schedule')
    expect(await Array.fromAsync(it.server.engine.listMachines(), ({ bootId }) => bootId)).toEqual(before)
    expect((await firings(it.server, it.id))[0]?.time).toBe('2030-06-04T13:00:00.000Z')
  })

  test('fires once for each time, whatever is asked of it in between', async () => {
    await using it = await instanceAt('2030-06-03T12:00:00Z', [schedule('Stop', '*/10 * * * *')])
    await it.at('2030-06-03T12:10:00Z')
    await it.server.settle()
    await it.server.call('PATCH', `${it.id}?${apiVersion}`, { tags: { a: 'b' } })
    await it.at('2030-06-03T12:19:00Z')
    await it.at('2030-06-03T12:20:00Z')
    expect(await fired(it.server, it.id)).toEqual(['Stop Succeeded', 'Stop Succeeded'])
  })

  test('two at the same minute take effect in the order of the list', async () => {
    const both = [schedule('Stop', '0 13 * * *'), schedule('Start', '0 13 * * *')]
    await using stopFirst = await instanceAt('2030-06-03T12:00:00Z', both)
    await stopFirst.at('2030-06-03T13:00:00Z')
    expect(await state(stopFirst.server, stopFirst.id)).toBe('Running, Succeeded')
    expect(await fired(stopFirst.server, stopFirst.id)).toEqual(['Stop Canceled', 'Start Succeeded'])
    expect(await bootsOf(stopFirst.server)).toEqual([2])
    await using startFirst = await instanceAt('2030-06-03T12:00:00Z', both.toReversed())
    await startFirst.at('2030-06-03T13:00:00Z')
    expect(await state(startFirst.server, startFirst.id)).toBe('Stopped, Succeeded')
    expect(await fired(startFirst.server, startFirst.id)).toEqual(['Start Succeeded', 'Stop Succeeded'])
  })

  test('a disabled one does nothing, and one that is enabled again does not make up for it', async () => {
    const off = { ...schedule('Stop', '0 13 * * *'), status: 'Disabled' }
    await using it = await instanceAt('2030-06-03T12:00:00Z', [off])
    await it.at('2030-06-03T13:05:00Z')
    await it.server.call('POST', `${it.id}/updateSchedules?${apiVersion}`, {
      computeStartStop: [{ ...off, status: 'Enabled' }],
    })
    await it.at('2030-06-03T13:06:00Z')
    expect([await fired(it.server, it.id), await state(it.server, it.id)]).toEqual([[], 'Running, Succeeded'])
    await it.at('2030-06-04T13:00:00Z')
    expect(await fired(it.server, it.id)).toEqual(['Stop Succeeded'])
  })

  test('CI-55: keeps to the clock on the wall where clocks are changed', async () => {
    const zone = { timeZone: 'Central Standard Time' }
    await using spring = await instanceAt('2019-03-08T12:00:00Z', [
      schedule('Stop', '30 2 * * *', zone),
      schedule('Stop', '30 1 * * *', zone),
    ])
    const told = (await firings(spring.server, spring.id)).map(({ time, localTime }) => `${time} ${localTime}`)
    expect(told.slice(0, 6)).toEqual([
      '2019-03-09T07:30:00.000Z 2019-03-09T01:30:00',
      '2019-03-09T08:30:00.000Z 2019-03-09T02:30:00',
      '2019-03-10T07:30:00.000Z 2019-03-10T01:30:00',
      '2019-03-10T08:30:00.000Z 2019-03-10T03:30:00',
      '2019-03-11T06:30:00.000Z 2019-03-11T01:30:00',
      '2019-03-11T07:30:00.000Z 2019-03-11T02:30:00',
    ])
    await spring.at('2019-03-10T08:29:00Z')
    await act(spring.server, spring.id, 'start')
    await spring.server.settle()
    await spring.at('2019-03-10T08:30:00Z')
    expect(await state(spring.server, spring.id)).toBe('Stopped, Succeeded')

    await using autumn = await instanceAt('2019-11-03T05:00:00Z', [schedule('Stop', '30 1 * * *', zone)])
    for (const time of ['06:29', '06:30', '07:29', '07:30', '08:30']) await autumn.at(`2019-11-03T${time}:00Z`)
    expect(await fired(autumn.server, autumn.id)).toEqual(['Stop Succeeded'])
    expect((await firings(autumn.server, autumn.id))[0]?.time).toBe('2019-11-04T07:30:00.000Z')
  })

  test('a recurrence without a start counts from when it was accepted, also after another edit', async () => {
    const recurrence = { frequency: 'Hour', interval: 5 }
    const every = { action: 'Stop', triggerType: 'Recurrence', recurrence }
    await using it = await instanceAt('2030-06-03T12:34:00Z', [every])
    await it.at('2030-06-03T13:00:00Z')
    await it.server.call('POST', `${it.id}/updateSchedules?${apiVersion}`, {
      computeStartStop: [schedule('Start', '0 3 * * *'), every],
    })
    const stops = (await firings(it.server, it.id)).filter(({ action }) => action === 'Stop')
    expect(stops.slice(0, 2).map(({ localTime }) => localTime.slice(0, 16))).toEqual([
      '2030-06-03T17:34',
      '2030-06-03T22:34',
    ])
  })
})

describe('a schedule and a person', () => {
  test('whoever comes later is followed: a stop at its time ends a start that is under way', async () => {
    await using it = await instanceAt('2030-06-03T12:00:00Z', [schedule('Stop', '0 13 * * *')])
    await act(it.server, it.id, 'stop')
    await it.server.settle()
    it.server.engine.knobs.startMs = 10 * minute
    goTo(it.server, '2030-06-03T12:59:59.500Z')
    const started = await act(it.server, it.id, 'start')
    await it.at('2030-06-03T13:00:00Z')
    const document = (await follow(it.server, started)).body
    expect(document).toMatchObject({ status: 'Canceled', error: { code: 'OperationSuperseded' } })
    it.server.clock.advance(minute)
    await it.server.settle()
    expect(await state(it.server, it.id)).toBe('Stopped, Succeeded')
  })

  test('a start just after the stop starts it again', async () => {
    await using it = await instanceAt('2030-06-03T12:00:00Z', [schedule('Stop', '0 13 * * *')])
    await it.at('2030-06-03T13:00:00Z')
    await act(it.server, it.id, 'start')
    await it.at('2030-06-03T13:00:05Z')
    expect(await state(it.server, it.id)).toBe('Running, Succeeded')
  })

  test('a start that is due while the instance starts already lets it go on', async () => {
    await using it = await instanceAt('2030-06-03T12:00:00Z', [schedule('Start', '0 13 * * *')])
    await act(it.server, it.id, 'stop')
    await it.server.settle()
    it.server.engine.knobs.startMs = 2 * minute
    goTo(it.server, '2030-06-03T12:59:59Z')
    const started = await act(it.server, it.id, 'start')
    await it.at('2030-06-03T13:00:00Z')
    expect((await follow(it.server, started)).body.status).toBe('InProgress')
    for (const _look of [1, 2, 3]) {
      it.server.clock.advance(minute)
      await it.server.settle()
    }
    expect((await follow(it.server, started)).body.status).toBe('Succeeded')
    expect(await state(it.server, it.id)).toBe('Running, Succeeded')
  })

  test('a start that is due tries a failed instance again', async () => {
    await using it = await instanceAt('2030-06-03T12:00:00Z', [schedule('Start', '0 14 * * *')])
    await act(it.server, it.id, 'stop')
    await it.server.settle()
    const full = new TerminalError('NoRoom', 'There is no room.')
    it.server.engine.knobs.failing = (method) => (method === 'ensureMachine' ? full : undefined)
    await act(it.server, it.id, 'start')
    await it.server.settle()
    expect(await state(it.server, it.id)).toBe('Stopped, Failed')
    it.server.engine.knobs.failing = undefined
    await it.at('2030-06-03T14:00:00Z')
    await it.at('2030-06-03T14:00:05Z')
    expect(await state(it.server, it.id)).toBe('Running, Succeeded')
    expect(await fired(it.server, it.id)).toEqual(['Start Succeeded'])
  })

  test('a start that is due leaves alone what is up with a script that failed: somebody may work in it', async () => {
    const script = { scriptSource: 'inline', scriptData: Buffer.from('exit 3').toString('base64') }
    const setupScripts = { scripts: { creationScript: script } }
    await using it = await instanceAt('2030-06-03T12:00:00Z', [schedule('Start', '0 14 * * *')], { setupScripts })
    await it.at('2030-06-03T12:01:00Z')
    expect(await state(it.server, it.id)).toBe('UserSetupFailed, Failed')
    const before = await bootsOf(it.server)
    await it.at('2030-06-03T14:00:00Z')
    await it.at('2030-06-03T14:00:05Z')
    expect(await bootsOf(it.server)).toEqual(before)
    expect(await fired(it.server, it.id)).toEqual(['Start Succeeded'])
  })

  test('what is due and not yet done outlives a change of something else', async () => {
    await using it = await instanceAt('2030-06-03T12:00:00Z', [schedule('Stop', '0 13 * * *')])
    goTo(it.server, '2030-06-03T13:00:00.010Z')
    await it.server.call('PATCH', `${it.id}?${apiVersion}`, { tags: { a: 'b' } })
    await it.server.call('PUT', `${it.id}?${apiVersion}`, computeBody())
    await it.server.settle()
    expect(await fired(it.server, it.id)).toEqual(['Stop Succeeded'])
  })

  test('a schedule that was changed at its time does not come any more', async () => {
    await using it = await instanceAt('2030-06-03T12:00:00Z', [schedule('Stop', '0 13 * * *')])
    goTo(it.server, '2030-06-03T13:00:00.010Z')
    await it.server.call('POST', `${it.id}/updateSchedules?${apiVersion}`, {
      computeStartStop: [schedule('Stop', '0 15 * * *')],
    })
    await it.server.settle()
    expect([await fired(it.server, it.id), await state(it.server, it.id)]).toEqual([[], 'Running, Succeeded'])
  })

  test('one firing can be skipped, by its schedule, and the skip taken back', async () => {
    const times = [schedule('Stop', '0 13 * * *'), schedule('Stop', '0 20 * * *')]
    await using it = await instanceAt('2030-06-03T12:00:00Z', times)
    const [first] = await firings(it.server, it.id)
    const skip = (more: Record<string, unknown> = {}) =>
      it.server.call('POST', `${it.id}/skipNextFiring?${apiVersion}`, { scheduleId: first?.scheduleId, ...more })
    const skipped = async () => (await firings(it.server, it.id)).map(({ isSkipped }) => isSkipped).slice(0, 3)
    expect((await skip()).status).toBe(200)
    expect((await skip()).status).toBe(200)
    expect(await skipped()).toEqual([true, false, false])
    await skip({ isSkipped: false })
    expect(await skipped()).toEqual([false, false, false])
    await skip()
    await it.at('2030-06-03T13:00:00Z')
    await it.at('2030-06-03T13:01:00Z')
    expect([await fired(it.server, it.id), await state(it.server, it.id)]).toEqual([[], 'Running, Succeeded'])
    await it.at('2030-06-03T20:00:00Z')
    await it.at('2030-06-04T13:00:00Z')
    expect(await fired(it.server, it.id)).toEqual(['Stop Succeeded', 'Stop Succeeded'])
  })

  test.each([
    [{ scheduleId: 'none' }, 'ScheduleNotFound'],
    [{}, 'InvalidRequestContent'],
    [{ scheduleId: 'none', isSkipped: 'perhaps' }, 'InvalidRequestContent'],
  ])('a skip of %j is refused as %s', async (body, code) => {
    await using it = await instanceAt('2030-06-03T12:00:00Z', [schedule('Stop', '0 13 * * *')])
    const answer = await it.server.call('POST', `${it.id}/skipNextFiring?${apiVersion}`, body)
    expect([answer.status, answer.body.error.code]).toEqual([400, code])
  })

  test('a schedule of a deleted instance does not come', async () => {
    await using it = await instanceAt('2030-06-03T12:00:00Z', [schedule('Start', '0 13 * * *')])
    goTo(it.server, '2030-06-03T12:59:59Z')
    await remove(it.server, it.id)
    await it.at('2030-06-03T13:00:00Z')
    await it.at('2030-06-03T13:00:05Z')
    expect((await show(it.server, it.id)).status).toBe(404)
    expect(await it.server.store.nextDue()).toBeUndefined()
  })
})

describe('after a time in which nobody looked', () => {
  const hours = [schedule('Stop', '0 13 * * *'), schedule('Start', '8 13 * * *')]

  test('only the latest firing counts', async () => {
    await using it = await instanceAt('2030-06-03T12:00:00Z', hours)
    await it.at('2030-06-03T13:10:00Z')
    expect(await fired(it.server, it.id)).toEqual(['Start Succeeded'])
    expect(await bootsOf(it.server)).toEqual([1])
  })

  test('one of up to fifteen minutes ago is made up for', async () => {
    await using it = await instanceAt('2030-06-03T12:00:00Z', hours.slice(0, 1))
    await it.at('2030-06-03T13:14:30Z')
    expect(await fired(it.server, it.id)).toEqual(['Stop Succeeded'])
    expect(await state(it.server, it.id)).toBe('Stopped, Succeeded')
  })

  test('an older one is not, and the timeline says so', async () => {
    await using it = await instanceAt('2030-06-03T12:00:00Z', hours.slice(0, 1))
    await it.at('2030-06-03T13:15:01Z')
    expect([await fired(it.server, it.id), await state(it.server, it.id)]).toEqual([[], 'Running, Succeeded'])
    const [told] = await timeline(it.server, it.id)
    expect(told).toMatchObject({ operationName: 'ScheduleMissed', trigger: 'System' })
    expect(told?.cause?.message).toContain('The Stop due at 2030-06-03T13:00:00.000Z was missed')
    expect(await lastOperation(it.server, it.id)).toBe('Create Succeeded User')
    await it.at('2030-06-04T13:00:00Z')
    expect(await fired(it.server, it.id)).toEqual(['Stop Succeeded'])
  })
})

describe('CI-52: an instance that is created stopped', () => {
  test('is created, is stopped, has no machine, and is started by its schedule', async () => {
    await using it = await instanceAt('2030-06-03T12:00:00Z', [schedule('Start', '0 13 * * *')], {
      createStopped: true,
    })
    expect(await state(it.server, it.id)).toBe('Stopped, Succeeded')
    expect(await lastOperation(it.server, it.id)).toBe('Create Succeeded User')
    expect(await bootsOf(it.server)).toEqual([])
    expect((await show(it.server, it.id)).body.properties.properties.createStopped).toBe(true)
    await it.at('2030-06-03T13:00:00Z')
    await it.at('2030-06-03T13:00:05Z')
    expect(await state(it.server, it.id)).toBe('Running, Succeeded')
  })

  test('is Creating until then, and belongs to whom it was made for', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const { objectId } = await server.principal('Reader')
    const assignedUser = { objectId, tenantId: server.installation.tenantId }
    const body = computeBody({ createStopped: true, personalComputeInstanceSettings: { assignedUser } })
    const created = await server.call('PUT', `${computeId('one')}?${apiVersion}`, body)
    expect(created.body.properties.properties.state).toBe('Creating')
    await server.settle()
    const { properties } = (await show(server, computeId('one'))).body.properties
    expect([properties.state, properties.personalComputeInstanceSettings.assignedUser.objectId]).toEqual([
      'Stopped',
      objectId,
    ])
  })

  test('is decided at creation: what says otherwise later is refused, what says the same is not', async () => {
    await using it = await instanceAt('2030-06-03T12:00:00Z', [])
    const put = (properties: Record<string, unknown>) =>
      it.server.call('PUT', `${it.id}?${apiVersion}`, computeBody(properties))
    const { status, body } = await put({ createStopped: true })
    expect([status, body.error.code]).toEqual([400, 'PropertyChangeNotAllowed'])
    expect((await put({ createStopped: false })).status).toBe(200)
    expect((await put({})).status).toBe(200)
  })
})
