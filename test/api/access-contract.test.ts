// The rights the contract names, one by one: each can be given by itself, and each lets one do what it says and no more.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace, paths } from '../support/arm-paths.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { assign, makeRole } from './access/stage.ts'

const computes = 'Microsoft.MachineLearningServices/workspaces/computes'
const nameCheck = 'Microsoft.MachineLearningServices/workspaces/checkComputeNameAvailability/action'
const small = computeBody({ vmSize: 'STANDARD_A1_V2' })

let server: TestServer
let made = 0

beforeAll(async () => {
  server = await startTestServer()
  await makeWorkspace(server)
})
afterAll(() => server[Symbol.asyncDispose]())

/** Somebody whose one role has these actions and no others. */
async function holderOf(...actions: string[]): Promise<string> {
  const { token, objectId } = await server.principal(undefined)
  await assign(server, { to: objectId, role: await makeRole(server, actions) })
  return token
}

/** The administrator's; answers its id. */
async function instance(): Promise<string> {
  const id = paths(server).computeId(`box-${++made}`)
  expect((await server.call('PUT', `${id}?${apiVersion}`, small)).status).toBe(201)
  return id
}

/** The statuses of all an instance can be asked, by name. */
async function tried(token: string, id: string): Promise<Record<string, number>> {
  const query = `${apiVersion}&underlyingResourceAction=Delete`
  const call = async (method: string, path: string, body?: unknown) =>
    (await server.call(method, `${path}?${query}`, body, { token })).status
  return {
    read: await call('GET', id),
    write: await call('PATCH', id, { tags: { a: 'b' } }),
    start: await call('POST', `${id}/start`),
    stop: await call('POST', `${id}/stop`),
    restart: await call('POST', `${id}/restart`),
    schedules: await call('POST', `${id}/updateSchedules`, { computeStartStop: [] }),
    delete: await call('DELETE', id),
  }
}

const nothing = { read: 403, write: 403, start: 403, stop: 403, restart: 403, schedules: 403, delete: 403 }

describe('the actions of an instance', () => {
  test.each([
    [`${computes}/read`, { read: 200 }],
    [`${computes}/write`, { write: 200 }],
    [`${computes}/start/action`, { start: 202 }],
    [`${computes}/stop/action`, { stop: 202 }],
    [`${computes}/restart/action`, { restart: 202 }],
    [`${computes}/delete`, { delete: 202 }],
    [`${computes}/applicationaccess/action`, {}],
    [`${computes}/updateSchedules/action`, { schedules: 200 }],
    [nameCheck, {}],
  ])('CI-109, CI-110: %s by itself lets one do %j', async (action, allowed) => {
    expect(await tried(await holderOf(action), await instance())).toEqual({ ...nothing, ...allowed })
  })

  test('CI-109: a role that has all but one lets one do all but that', async () => {
    const { token, objectId } = await server.principal(undefined)
    await assign(server, { to: objectId, role: await makeRole(server, [`${computes}/*`], [`${computes}/STOP/Action`]) })
    const allowed = { read: 200, write: 200, start: 202, restart: 202, schedules: 200, delete: 202 }
    expect(await tried(token, await instance())).toEqual({ ...nothing, ...allowed })
  })
})

describe('the data scientist', () => {
  const power = ['start', 'stop', 'restart', 'applicationaccess'].map((verb) => `${computes}/${verb}/action`)

  test.each([
    ['CI-42', [...power, `${computes}/updateSchedules/action`], { schedules: 200 }],
    ['CI-43', power, {}],
  ])('%s: with exactly the actions of the list starts, stops and restarts the instance', async (_, actions, more) => {
    const allowed = { start: 202, stop: 202, restart: 202, ...more }
    expect(await tried(await holderOf(...actions), await instance())).toEqual({ ...nothing, ...allowed })
  })

  test('CI-44: the assigned user does so with the instance that was made for him', async () => {
    const { token, objectId } = await server.principal(undefined)
    await assign(server, { to: objectId, role: await makeRole(server, power) })
    const id = paths(server).computeId('made-for')
    const assignedUser = { objectId, tenantId: server.installation.tenantId }
    const body = computeBody({ vmSize: 'STANDARD_A1_V2', personalComputeInstanceSettings: { assignedUser } })
    expect((await server.call('PUT', `${id}?${apiVersion}`, body)).status).toBe(201)
    expect(await tried(token, id)).toEqual({ ...nothing, start: 202, stop: 202, restart: 202 })
  })
})

describe('to create an instance', () => {
  const create = async (token: string) => {
    const id = paths(server).computeId(`new-${++made}`)
    return server.call('PUT', `${id}?${apiVersion}`, small, { token })
  }

  test('CI-111: takes the right to write and the right to check names, in one role or in two', async () => {
    expect((await create(await holderOf(`${computes}/write`, nameCheck))).status).toBe(201)
    const { token, objectId } = await server.principal(undefined)
    for (const action of [`${computes}/write`, nameCheck])
      await assign(server, { to: objectId, role: await makeRole(server, [action]) })
    expect((await create(token)).status).toBe(201)
  })

  test.each([
    [[`${computes}/write`], nameCheck],
    [[nameCheck], `${computes}/write`],
    [[`${computes}/*`], nameCheck],
    [['Microsoft.MachineLearningServices/workspaces/checkComputeNameAvailability/*'], `${computes}/write`],
  ])('CI-111: with %j it is refused for %s', async (actions, missing) => {
    const { status, body } = await create(await holderOf(...actions))
    expect([status, body.error.code]).toEqual([403, 'AuthorizationFailed'])
    expect(body.error.message).toContain(`action '${missing}'`)
  })

  test('CI-111: takes both also through a group', async () => {
    const { token, objectId } = await server.principal(undefined)
    const path = '/providers/Carrel.Identity/groups/makers'
    const group = await server.call('PUT', `${path}?api-version=2026-11-01`, {})
    const role = await makeRole(server, [`${computes}/write`, nameCheck])
    await assign(server, { to: group.body.properties.objectId, role })
    expect((await create(token)).status).toBe(403)
    await server.call('PUT', `${path}/members/${objectId}?api-version=2026-11-01`, {})
    expect((await create(token)).status).toBe(201)
    await server.call('DELETE', `${path}/members/${objectId}?api-version=2026-11-01`)
    expect((await create(token)).status).toBe(403)
  })
})
