// CI-50…60: schedules of an instance as they are sent, shown, edited and refused.

import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { makeCompute, show } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const cron = (expression: string, more: Record<string, unknown> = {}) => ({
  triggerType: 'Cron',
  cron: { timeZone: 'UTC', expression },
  action: 'Stop',
  status: 'Enabled',
  ...more,
})

/** CI-57, as the contract has it. */
const published = {
  computeStartStop: [
    { triggerType: 'Cron', cron: { timeZone: 'UTC', expression: '0 18 * * *' }, action: 'Stop', status: 'Enabled' },
    { triggerType: 'Cron', cron: { timeZone: 'UTC', expression: '0 8 * * *' }, action: 'Start', status: 'Enabled' },
    {
      triggerType: 'Recurrence',
      recurrence: { frequency: 'Day', interval: 1, timeZone: 'UTC', schedule: { hours: [17], minutes: [0] } },
      action: 'Stop',
      status: 'Enabled',
    },
  ],
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads what came over the wire
async function shown(server: TestServer, id: string): Promise<any[]> {
  return (await show(server, id)).body.properties.properties.schedules.computeStartStop
}

async function update(server: TestServer, id: string, computeStartStop: unknown) {
  return server.call('POST', `${id}/updateSchedules?${apiVersion}`, { computeStartStop })
}

async function firings(server: TestServer, id: string) {
  const { body } = await server.call('GET', `${id}/nextFirings?${apiVersion}`)
  return body.value as { time: string; localTime: string; action: string; scheduleId: string; isSkipped: boolean }[]
}

async function withCompute(properties: Record<string, unknown> = {}) {
  const server = await startTestServer()
  const { computeId } = await makeWorkspace(server)
  const id = computeId('one')
  await makeCompute(server, id, properties)
  return { server, id, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

describe('schedules of an instance', () => {
  test('CI-57, CI-58: the published parameter is taken as it is, and shown with an id and as completed', async () => {
    await using at = await withCompute({ schedules: published })
    const list = await shown(at.server, at.id)
    expect(list).toEqual([
      {
        ...{ id: expect.stringMatching(/^[0-9a-f-]{36}$/), provisioningStatus: 'Completed', status: 'Enabled' },
        ...{ action: 'Stop', triggerType: 'Cron' },
        cron: { timeZone: 'UTC', expression: '0 18 * * *' },
      },
      expect.objectContaining({ action: 'Start', cron: { timeZone: 'UTC', expression: '0 8 * * *' } }),
      expect.objectContaining({
        triggerType: 'Recurrence',
        recurrence: {
          ...{ frequency: 'Day', interval: 1, timeZone: 'UTC' },
          schedule: { hours: [17], minutes: [0] },
        },
      }),
    ])
    expect(new Set(list.map(({ id }) => id)).size).toBe(3)
  })

  test('CI-50: Monday to Thursday nine to six and Friday nine to four is four schedules', async () => {
    const times = [
      ['Start', '0 9 * * 1-4'],
      ['Stop', '0 18 * * 1-4'],
      ['Start', '0 9 * * 5'],
      ['Stop', '0 16 * * 5'],
    ]
    const computeStartStop = times.map(([action, expression]) => cron(expression ?? '', { action }))
    await using at = await withCompute({ schedules: { computeStartStop } })
    const week = (await firings(at.server, at.id)).map(({ time, action }) => {
      const day = new Date(time)
      return `${action} ${day.getUTCDay()} ${day.getUTCHours()}`
    })
    expect(week).toHaveLength(10)
    const allowed = [1, 2, 3, 4].flatMap((day) => [`Start ${day} 9`, `Stop ${day} 18`]).concat('Start 5 9', 'Stop 5 16')
    expect([...new Set(week)].toSorted()).toEqual(allowed.toSorted())
  })

  test('CI-51: a fifth is refused, wherever it is asked for', async () => {
    const five = Array.from({ length: 5 }, (_, hour) => cron(`0 ${hour} * * *`))
    await using at = await withCompute({ schedules: { computeStartStop: five.slice(0, 4) } })
    const put = await at.server.call(
      'PUT',
      `${at.id}?${apiVersion}`,
      computeBody({ schedules: { computeStartStop: five } }),
    )
    const posted = await update(at.server, at.id, five)
    for (const { status, body } of [put, posted]) {
      expect([status, body.error.code]).toEqual([400, 'TooManySchedules'])
      expect(body.error.target).toMatch(/computeStartStop\.4$/)
    }
    expect(await shown(at.server, at.id)).toHaveLength(4)
  })

  test('are taken as azure-ai-ml sends them: lower case, the type twice, empty lists, a start with a blank', async () => {
    const computeStartStop = [
      {
        action: 'stop',
        status: 'enabled',
        triggerType: 'Cron',
        cron: {
          ...{ expression: '0 18 * * *', startTime: '2026-11-21 18:00:00', timeZone: 'UTC' },
          triggerType: 'Cron',
        },
      },
      {
        action: 'start',
        status: 'disabled',
        triggerType: 'recurrence',
        recurrence: {
          ...{ frequency: 'week', interval: 1, timeZone: 'W. Europe Standard Time', triggerType: 'Recurrence' },
          schedule: { hours: [8], minutes: [], weekDays: ['monday', 'friday'], monthDays: null },
        },
      },
    ]
    await using at = await withCompute({ schedules: { computeStartStop } })
    expect(await shown(at.server, at.id)).toMatchObject([
      { action: 'Stop', status: 'Enabled', triggerType: 'Cron', cron: { startTime: '2026-11-21 18:00:00' } },
      {
        ...{ action: 'Start', status: 'Disabled', triggerType: 'Recurrence' },
        recurrence: { frequency: 'Week', schedule: { hours: [8], minutes: [], weekDays: ['Monday', 'Friday'] } },
      },
    ])
  })

  test('CI-59: are taken in the shape of 2021-03-01-preview, and an hour may be a number', async () => {
    await using at = await withCompute()
    const recurrence = {
      ...{ frequency: 'Day', interval: 1, startTime: '2021-04-23T01:30:00', timeZone: 'Pacific Standard Time' },
      schedule: { hours: 18, minutes: [30], weekDays: null },
    }
    const body = { computeStartStop: [{ status: 'Enabled', action: 'Start', triggerType: 'Recurrence', recurrence }] }
    const answer = await at.server.call('POST', `${at.id}/updateSchedules?api-version=2021-03-01-preview`, body)
    expect([answer.status, answer.body]).toEqual([200, undefined])
    const [first] = await firings(at.server, at.id)
    expect(first).toMatchObject({ action: 'Start', timeZone: 'Pacific Standard Time' })
    expect(first?.localTime).toMatch(/T18:30:00$/)
  })
})

describe('CI-54: an edit', () => {
  test('leaves schedules alone that it does not speak of, and an empty list removes them', async () => {
    await using at = await withCompute({ schedules: published })
    const before = await shown(at.server, at.id)
    for (const silent of [{}, { schedules: null }, { schedules: {} }, { schedules: { computeStartStop: null } }]) {
      await at.server.call('PUT', `${at.id}?${apiVersion}`, computeBody(silent))
      expect(await shown(at.server, at.id)).toEqual(before)
    }
    await at.server.call('PUT', `${at.id}?${apiVersion}`, computeBody({ schedules: { computeStartStop: [] } }))
    expect(await shown(at.server, at.id)).toEqual([])
    expect(await firings(at.server, at.id)).toEqual([])
  })

  test('keeps the id of what stays: by the id that was read, or by being equal', async () => {
    await using at = await withCompute({ schedules: published })
    const before = await shown(at.server, at.id)
    const [first, second, third] = before
    await update(at.server, at.id, [
      cron('30 19 * * *', { id: first.id.toUpperCase() }),
      published.computeStartStop[2],
      cron('1 2 * * *', { id: 'c0ffee00-0000-4000-8000-000000000000' }),
    ])
    const after = await shown(at.server, at.id)
    expect(after.map(({ id }) => id).slice(0, 2)).toEqual([first.id, third.id])
    expect(after[0].cron.expression).toBe('30 19 * * *')
    expect([second.id, 'c0ffee00-0000-4000-8000-000000000000']).not.toContain(after[2].id)
  })

  test('by what was read back changes nothing', async () => {
    await using at = await withCompute({ schedules: published })
    const before = await shown(at.server, at.id)
    const read = (await show(at.server, at.id)).body
    const put = await at.server.call('PUT', `${at.id}?${apiVersion}`, read)
    expect(put.status).toBe(200)
    expect(await shown(at.server, at.id)).toEqual(before)
  })

  test('needs the list when it is about nothing else', async () => {
    await using at = await withCompute({ schedules: published })
    for (const body of [{}, { computeStartStop: null }, { computeStartStop: 'none' }]) {
      const { status } = await at.server.call('POST', `${at.id}/updateSchedules?${apiVersion}`, body)
      expect(status).toBe(400)
    }
    expect(await shown(at.server, at.id)).toHaveLength(3)
  })
})

describe('a schedule is refused', () => {
  const recurrence = (altered: Record<string, unknown>, schedule?: unknown) => ({
    action: 'Stop',
    triggerType: 'Recurrence',
    recurrence: { frequency: 'Day', interval: 1, ...altered, ...(schedule ? { schedule } : {}) },
  })

  test.each([
    ['CI-60: no cron', cron('0 18 * *'), 'cron.expression', /4 fields/],
    ['CI-60: the seventh weekday', cron('0 18 * * 7'), 'cron.expression', /'7' is not a day of week/],
    ['a day there never is', cron('0 0 30 2 *'), 'cron.expression', /never comes/],
    [
      'CI-55: an unknown zone',
      { ...cron('0 1 * * *'), cron: { expression: '0 1 * * *', timeZone: 'Mars Standard Time' } },
      'cron.timeZone',
      /'Mars Standard Time' is no time zone.*Windows name.*IANA name/,
    ],
    [
      'a start that is none',
      { ...cron('0 1 * * *'), cron: { expression: '0 1 * * *', startTime: 'tomorrow' } },
      'cron.startTime',
      /'tomorrow' is not a time/,
    ],
    ['an action there is not', cron('0 1 * * *', { action: 'Restart' }), 'action', /Start, Stop/],
    ['a status there is not', cron('0 1 * * *', { status: 'On' }), 'status', /Enabled, Disabled/],
    ['a trigger there is not', cron('0 1 * * *', { triggerType: 'Timer' }), 'triggerType', /Cron, Recurrence/],
    ['a trigger without its times', { action: 'Stop', triggerType: 'Recurrence' }, 'recurrence', /is required/],
    ['no trigger', { action: 'Stop' }, 'recurrence', /is required/],
    ['the times of two triggers', { ...cron('0 1 * * *'), ...recurrence({}) }, 'cron', /does not belong/],
    [
      'two types',
      { ...cron('0 1 * * *'), cron: { expression: '0 1 * * *', triggerType: 'Recurrence' } },
      'cron',
      /triggerType Recurrence, and the schedule Cron/,
    ],
    ['a member nobody reads', cron('0 1 * * *', { colour: 'red' }), '', /colour/],
    ['CI-59: an unknown frequency', recurrence({ frequency: 'Fortnight' }), 'recurrence.frequency', /Minute/],
    [
      'CI-59: every few seconds',
      recurrence({ frequency: 'Second', interval: 59 }),
      'recurrence.interval',
      /at least 60/,
    ],
    ['an interval of nothing', recurrence({ interval: 0 }), 'recurrence.interval', /at least 1\./],
    ['too long an interval', recurrence({ interval: 501 }), 'recurrence.interval', /at most 500/],
    ['an hour there is not', recurrence({}, { hours: [24], minutes: [0] }), 'recurrence.schedule.hours.0', /0 to 23/],
    ['a day of week of a Day', recurrence({}, { weekDays: ['Monday'] }), 'recurrence.schedule.weekDays', /Week/],
    [
      'a day of month of a Week',
      recurrence({ frequency: 'Week' }, { monthDays: [1] }),
      'recurrence.schedule.monthDays',
      /Month/,
    ],
    [
      'hours of an Hour',
      recurrence({ frequency: 'Hour' }, { hours: [1], minutes: [1] }),
      'recurrence.schedule.hours',
      /nothing when frequency is Hour/,
    ],
    [
      'the day nought',
      recurrence({ frequency: 'Month' }, { monthDays: [0] }),
      'recurrence.schedule.monthDays',
      /-1 is the last/,
    ],
  ])('for %s, and the place is named', async (_what, schedule, place, words) => {
    await using at = await withCompute()
    const properties = { schedules: { computeStartStop: [cron('0 5 * * *'), schedule] } }
    const { status, body } = await at.server.call('PUT', `${at.id}?${apiVersion}`, computeBody(properties))
    expect(status).toBe(400)
    const root = 'properties.properties.schedules.computeStartStop.1'
    const faults = (body.error.details ?? [body.error]) as { target: string; message: string }[]
    const fault = faults.find(({ target }) => target === (place === '' ? root : `${root}.${place}`))
    expect(fault?.message, JSON.stringify(body)).toMatch(words)
  })

  test('with every fault at once', async () => {
    await using at = await withCompute()
    const { body } = await update(at.server, at.id, [cron('x'), cron('0 1 * * *', { action: 'Nap' })])
    expect(body.error.details.map(({ target }: { target: string }) => target)).toEqual([
      'computeStartStop.0.cron.expression',
      'computeStartStop.1.action',
    ])
  })
})
