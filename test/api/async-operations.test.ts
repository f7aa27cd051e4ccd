// What clients poll: status and result documents, for every type the same.

import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { act, follow, later, makeCompute, remove } from '../support/arm-steps.ts'
import { type Answer, startTestServer, type TestServer } from '../support/harness.ts'

function url(answer: Answer, header = 'azure-asyncoperation'): URL {
  return new URL(String(answer.headers[header]))
}

async function started(server: TestServer) {
  const { computeId } = await makeWorkspace(server)
  const created = await server.call('PUT', `${computeId('one')}?${apiVersion}`, computeBody())
  return { id: computeId('one'), created }
}

describe('an accepted change', () => {
  test('gives out both links under the host the client used, with the api-version it spoke, and a pause of at least 1', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    const host = { host: 'carrel.example:9443', 'x-forwarded-proto': 'https' }
    const created = await server.call('PUT', `${computeId('one')}?api-version=2022-10-01`, computeBody(), {
      headers: host,
    })
    for (const [header, kind] of [
      ['azure-asyncoperation', 'operationStatuses'],
      ['location', 'operationResults'],
    ] as const) {
      const link = url(created, header)
      expect(link.origin).toBe('https://carrel.example:9443')
      expect(link.searchParams.get('api-version')).toBe('2022-10-01')
      expect(link.pathname).toMatch(
        new RegExp(
          `^${server.subscription}/providers/Microsoft.MachineLearningServices/locations/[a-z]+/${kind}/[0-9a-f-]{36}$`,
        ),
      )
    }
    expect(Number(created.headers['retry-after'])).toBeGreaterThanOrEqual(1)
  })

  test('is 201 with the resource for a new one, 200 for an update, 202 without a body for actions and deletions', async () => {
    await using server = await startTestServer()
    const { id, created } = await started(server)
    await server.settle()
    const updated = await server.call('PUT', `${id}?${apiVersion}`, computeBody())
    await server.settle()
    const acted = [await act(server, id, 'stop'), await act(server, id, 'start'), await act(server, id, 'restart')]
    const deleted = await remove(server, id)
    expect([created.status, created.body.name]).toEqual([201, 'one'])
    expect([updated.status, updated.body.name]).toEqual([200, 'one'])
    for (const answer of [...acted, deleted]) expect([answer.status, answer.body]).toEqual([202, undefined])
    for (const answer of [created, updated, ...acted, deleted]) {
      expect(answer.headers).toMatchObject({
        'azure-asyncoperation': expect.any(String),
        location: expect.any(String),
        'retry-after': expect.stringMatching(/^[1-9]\d*$/),
      })
    }
  })
})

describe('the status document', () => {
  test('says InProgress with a pause, then Succeeded, and stays', async () => {
    await using server = await startTestServer()
    const { id, created } = await started(server)
    const under = await follow(server, created)
    const name = url(created).pathname.split('/').at(-1)
    expect(under.status).toBe(200)
    expect(under.headers['retry-after']).toBe('1')
    expect(under.body).toMatchObject({
      id: url(created).pathname,
      name,
      status: 'InProgress',
      startTime: expect.stringMatching(/Z$/),
      percentComplete: expect.any(Number),
      properties: { resourceId: id, operation: 'Create' },
    })
    expect(under.body.endTime).toBeUndefined()
    await server.settle()
    const done = await follow(server, created)
    expect([done.status, done.headers['retry-after'], done.body.status, done.body.percentComplete]).toEqual([
      200,
      undefined,
      'Succeeded',
      100,
    ])
    expect(Date.parse(done.body.endTime)).toBeGreaterThanOrEqual(Date.parse(done.body.startTime))
    await remove(server, id)
    await later(server)
    expect((await follow(server, created)).body).toEqual(done.body)
  })

  test('is found whatever else stands in the query, and in any case', async () => {
    await using server = await startTestServer()
    const { created } = await started(server)
    const { pathname, search } = url(created)
    for (const path of [
      `${pathname}${search}&underlyingResourceAction=Delete`,
      `${pathname}?API-VERSION=2015-01-01&x=y&$top=z`,
      pathname,
      `${pathname.toUpperCase()}${search}`,
      `${pathname.replace('/local/', '/eastus/')}${search}`,
    ])
      expect([path, (await server.call('GET', path)).status]).toEqual([path, 200])
  })
})

describe('the result', () => {
  test('is 202 with its own link and a pause, then 200', async () => {
    await using server = await startTestServer()
    const { id, created } = await started(server)
    const under = await follow(server, created, 'location')
    expect([under.status, under.body, under.headers['retry-after']]).toEqual([202, undefined, '1'])
    expect(url(under, 'location').pathname).toBe(url(created, 'location').pathname)
    expect((await follow(server, under, 'location')).status).toBe(202)
    await server.settle()
    expect((await follow(server, created, 'location')).status).toBe(200)
    for (const verb of ['stop', 'start', 'restart']) {
      const accepted = await act(server, id, verb)
      await server.settle()
      expect((await follow(server, accepted, 'location')).status).toBe(200)
    }
    const deleted = await remove(server, id)
    await later(server)
    expect((await follow(server, deleted, 'location')).status).toBe(200)
  })

  test('of a group’s deletion ends as 200 too', async () => {
    await using server = await startTestServer()
    const { groupId } = await makeWorkspace(server)
    const deleted = await server.call('DELETE', `${groupId}?${apiVersion}`)
    await later(server)
    expect((await follow(server, deleted, 'location')).status).toBe(200)
    expect((await follow(server, deleted)).body.status).toBe('Succeeded')
  })
})

describe('following an operation', () => {
  test('is for whoever started it and whoever may read its resource', async () => {
    await using server = await startTestServer()
    const { workspaceId, computeId } = await makeWorkspace(server)
    const contributor = await server.principal('Contributor', workspaceId)
    const created = await server.call('PUT', `${computeId('one')}?${apiVersion}`, computeBody(), {
      token: contributor.token,
    })
    const status = async (token: string | null) =>
      (await server.call('GET', url(created).pathname + url(created).search, undefined, { token })).status
    const reader = await server.principal('Reader', computeId('one'))
    const elsewhere = await server.principal('Owner', (await makeWorkspace(server, 'other')).groupId)
    const nobody = await server.principal(undefined)
    expect([await status(contributor.token), await status(reader.token)]).toEqual([200, 200])
    expect([await status(elsewhere.token), await status(nobody.token), await status(null)]).toEqual([404, 404, 401])
  })

  test('that does not exist is 404, and nothing but reading is offered', async () => {
    await using server = await startTestServer()
    const { created } = await started(server)
    const { pathname, search } = url(created)
    for (const name of ['00000000-0000-0000-0000-000000000000', 'x', "' or 1=1 --", '%25'])
      expect(
        (await server.call('GET', `${pathname.replace(/[^/]+$/, encodeURIComponent(name))}${search}`)).status,
      ).toBeOneOf([400, 404])
    for (const method of ['PUT', 'POST', 'PATCH', 'DELETE'])
      expect((await server.call(method, pathname + search)).status).toBe(405)
    expect((await follow(server, created)).body.status).toBe('InProgress')
  })
})

describe('the timeline', () => {
  test('tells who did what when, newest first, with the correlation id of the request', async () => {
    await using server = await startTestServer()
    const { workspaceId, computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    const { token, objectId } = await server.principal('Contributor', workspaceId)
    const correlationId = '11111111-2222-3333-4444-555555555555'
    await server.call('POST', `${computeId('one')}/stop?${apiVersion}`, undefined, {
      token,
      headers: { 'x-ms-correlation-request-id': correlationId },
    })
    await server.settle()
    const { body } = await server.call('GET', `${computeId('one')}/events?${apiVersion}`)
    expect(body.value).toMatchObject([
      {
        operationName: 'Stop',
        status: 'Succeeded',
        trigger: 'User',
        caller: { objectId, kind: 'ServicePrincipal' },
        correlationId,
        acceptedAt: expect.any(String),
        finishedAt: expect.any(String),
        durationMs: expect.any(Number),
        deadline: expect.any(String),
        phases: expect.any(Array),
      },
      { operationName: 'Create', status: 'Succeeded' },
    ])
  })

  test('of a group and a workspace is there too', async () => {
    await using server = await startTestServer()
    const { groupId, workspaceId } = await makeWorkspace(server)
    for (const id of [groupId, workspaceId]) {
      const { body } = await server.call('GET', `${id}/events?${apiVersion}`)
      expect(body.value).toMatchObject([{ operationName: 'Create', status: 'Succeeded' }])
    }
  })
})
