// Setting up the sign-in service of somebody else.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Directory, directoryOf } from '../support/directory-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { type OutsideServer, startOutsideServer } from '../support/outside-server.ts'

const path = 'outsideProvider/default'
const redirectUri = 'http://carrel.localhost:8444/login/outside/callback'

let server: TestServer
let outside: OutsideServer
let directory: Directory
beforeEach(async () => {
  server = await startTestServer()
  outside = await startOutsideServer(redirectUri)
  directory = directoryOf(server)
})
afterEach(async () => {
  await outside[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

function body(more: object = {}) {
  const { issuer, clientId, clientSecret } = outside
  return { issuer, clientId, clientSecret, displayName: 'The Lab', ...more }
}

describe('an outside sign-in service', () => {
  test('is set up, read without its secret, changed and taken away', async () => {
    const { call, group } = directory
    await group('staff')
    expect((await call('GET', path)).body.error.code).toBe('OutsideProviderNotFound')
    const made = await call('PUT', path, body({ groupMap: { Employees: 'STAFF' } }))
    const { issuer, clientId } = outside
    const properties = {
      issuer,
      clientId,
      displayName: 'The Lab',
      scope: 'openid profile',
      groupMap: { Employees: 'staff' },
    }
    const shown = {
      id: '/providers/Carrel.Identity/outsideProvider/default',
      name: 'default',
      type: 'Carrel.Identity/outsideProvider',
      properties: { ...properties, redirectUri },
    }
    expect([made.status, made.body]).toEqual([201, shown])
    expect((await call('GET', path)).body).toEqual(shown)
    const { clientSecret: _secret, ...rest } = body({ displayName: 'Lab' })
    const changed = await call('PUT', path, rest)
    expect([changed.status, changed.body.properties.displayName]).toEqual([200, 'Lab'])
    expect((await call('DELETE', path)).status).toBe(200)
    expect((await call('DELETE', path)).status).toBe(204)
    expect((await call('PUT', path, rest)).body.error.target).toBe('clientSecret')
  })

  test('that is not what it says, or cannot be asked, is refused', async () => {
    const { call } = directory
    const code = async (more: object) => {
      const answer = await call('PUT', path, body(more))
      return [answer.status, answer.body.error.code]
    }
    const unusable = [400, 'OutsideProviderUnusable']
    expect(await code({ issuer: `${outside.issuer}/` })).toEqual(unusable)
    expect(await code({ issuer: 'http://lab.example' })).toEqual(unusable)
    expect(await code({ issuer: 'not an address' })).toEqual(unusable)
    expect(await code({ issuer: outside.issuer.replace('localhost', '127.0.0.1') })).toEqual(unusable)
    expect(await code({ groupMap: { Employees: 'nowhere' } })).toEqual([400, 'GroupNotFound'])
    expect(await code({ scope: 'profile' })).toEqual([400, 'InvalidRequestContent'])
    expect(await code({ autoLink: 'email' })).toEqual([400, 'InvalidRequestContent'])
    await outside[Symbol.asyncDispose]()
    expect(await code({})).toEqual(unusable)
    expect((await call('GET', path)).status).toBe(404)
    expect((await call('PUT', 'outsideProvider/second', body())).status).toBe(404)
  })

  test('is for an Owner of everything, not for whoever may only write it', async () => {
    const { call, assign } = directory
    const helper = await server.principal(undefined)
    await assign('Contributor', helper.objectId, '')
    expect((await call('GET', 'users', undefined, helper.token)).status).toBe(200)
    for (const [method, sent] of [
      ['PUT', body()],
      ['DELETE', undefined],
    ] as const) {
      const answer = await call(method, path, sent, helper.token)
      expect([answer.status, answer.body.error.code]).toEqual([403, 'AuthorizationFailed'])
      expect(answer.body.error.message).toContain('only an Owner at the root')
    }
    await assign('Owner', helper.objectId, '')
    expect((await call('PUT', path, body(), helper.token)).status).toBe(201)
  })
})
