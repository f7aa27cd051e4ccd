// The doors beside ARM, with every role: an app and a terminal through the gateway, and the start button on an app's own
// origin; for who made an instance, for whom it is assigned to, and for everybody else.

import type { IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/base/clock.ts'
import { type Admission, admitToApp } from '../../src/gateway/admit-to-app.ts'
import { SessionCheck } from '../../src/gateway/check-session.ts'
import { RouteTable } from '../../src/gateway/route-table.ts'
import { findAppSession } from '../../src/identity/app-session.ts'
import { apiVersion, computeBody, makeWorkspace, paths } from '../support/arm-paths.ts'
import { signIn } from '../support/gateway-world.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { publishedAllows, publishedRoles } from './access/published-roles.ts'
import { assign, makeRole } from './access/stage.ts'

const nobody = 'no role'
const roles = [nobody, ...Object.keys(publishedRoles)]
const assignments = 'providers/Microsoft.Authorization/roleAssignments'
const start = 'Microsoft.MachineLearningServices/workspaces/computes/start/action'

let server: TestServer
/** Object ids by role. */
const people = new Map<string, string>()

beforeAll(async () => {
  server = await startTestServer()
  await makeWorkspace(server)
  for (const role of roles) people.set(role, await person(role))
  await server.settle()
})
afterAll(() => server[Symbol.asyncDispose]())

describe.each(roles)('%s', (role) => {
  describe.each([
    ['who made the instance', own],
    ['to whom the instance is assigned', assigned],
  ])('%s', (_, mine) => {
    test('CI-107: opens its app and its terminal', async () => {
      expect((await atGateway(role, { instance: mine(role), app: 'lab' })).kind).toBe('admitted')
      expect((await atGateway(role, { instance: mine(role), app: 'term', isUpgrade: true })).kind).toBe('admitted')
    })

    test('CI-42, CI-44: sees it start, and starts it if the role lets him start instances', async () => {
      expect((await atDoor(role, mine(role), 'GET', '/.carrel/state')).statusCode).toBe(200)
      const answer = await atDoor(role, mine(role), 'POST', '/.carrel/start')
      expect(answer.statusCode).toBe(publishedAllows(role, start) ? 303 : 403)
      if (answer.statusCode === 403) expect(answer.json().error.message).toContain(`action '${start}'`)
    })

    test('starts it from the app’s own page alone', async () => {
      const answer = await atDoor(role, mine(role), 'POST', '/.carrel/start', 'https://evil.example')
      expect([answer.statusCode, answer.json().error.code]).toEqual([403, 'OriginNotAllowed'])
    })
  })

  describe('who neither made it nor has it assigned', () => {
    test('CI-107: opens nothing, whatever the role', async () => {
      for (const [app, isUpgrade] of [
        ['lab', false],
        ['term', true],
      ] as const) {
        const admission = await atGateway(role, { instance: others(role), app, isUpgrade })
        expect(admission).toMatchObject({ kind: 'refused', refusal: { status: 403, code: 'NotAssignedToYou' } })
      }
    })

    test('neither sees it start nor starts it', async () => {
      for (const [method, path] of [
        ['GET', '/.carrel/state'],
        ['POST', '/.carrel/start'],
      ] as const) {
        const answer = await atDoor(role, others(role), method, path)
        expect([answer.statusCode, answer.json().error.code]).toEqual([403, 'NotTheOwner'])
      }
    })
  })
})

test('nobody is let in without a sign-in', async () => {
  const instance = assigned(nobody)
  const at = { instance, app: 'lab', cookie: '' }
  expect(await atGateway(nobody, at)).toMatchObject({ kind: 'refused', refusal: { status: 401 } })
  const host = `${instance}-lab.localhost:8444`
  const answer = await server.server.app.inject({ method: 'POST', url: '/.carrel/start', headers: { host } })
  expect(answer.statusCode).toBe(401)
})

interface At {
  readonly instance: string
  readonly app: string
  readonly isUpgrade?: boolean
  /** Of the role's person unless given. */
  readonly cookie?: string
}

async function atGateway(role: string, { instance, app, isUpgrade = false, cookie }: At): Promise<Admission> {
  const label = `${instance}-${app}`
  const origin = originOf(label)
  const headers = { origin, cookie: cookie ?? (await cookieOf(role, origin)) }
  const request = { method: 'GET', url: '/', headers } as unknown as IncomingMessage
  return admitToApp(
    request,
    { kind: 'app', label, origin, host: new URL(origin).host },
    {
      routes: new RouteTable(server.db, systemClock),
      sessions: new SessionCheck(
        (value, at) => findAppSession(server.db, value, { origin: at, now: systemClock.now() }),
        systemClock,
      ),
      isUpgrade,
    },
  )
}

async function atDoor(role: string, instance: string, method: 'GET' | 'POST', path: string, from?: string) {
  const origin = originOf(`${instance}-lab`)
  const headers = { host: new URL(origin).host, 'x-forwarded-proto': 'http', origin: from ?? origin }
  const cookie = await cookieOf(role, origin)
  return server.server.app.inject({ method, url: path, headers: { ...headers, cookie } })
}

function cookieOf(role: string, origin: string): Promise<string> {
  return signIn({ db: server.db }, { objectId: people.get(role) ?? '', origin })
}

function originOf(label: string): string {
  return `http://${label}.localhost:8444`
}

/**
 * Answers the object id of somebody with three instances: one of its own making, one assigned to it, one of another's. It
 * is a program, whose token makes the first, and is signed in to apps as a person is.
 */
async function person(role: string): Promise<string> {
  const { token, objectId } = await server.principal(undefined)
  const name = await assign(server, { to: objectId, role: publishedRoles['Owner']?.id ?? '' })
  await make(own(role), {}, token)
  await server.call('DELETE', `${server.subscription}/${assignments}/${name}?api-version=2022-04-01`)
  const assignedUser = { objectId, tenantId: server.installation.tenantId }
  await make(assigned(role), { personalComputeInstanceSettings: { assignedUser } })
  await make(others(role), {})
  const published = publishedRoles[role]
  if (published !== undefined) {
    const id = published.id ?? (await makeRole(server, published.actions, published.notActions))
    await assign(server, { to: objectId, role: id })
  }
  return objectId
}

async function make(name: string, more: Record<string, unknown>, token?: string): Promise<void> {
  const path = `${paths(server).computeId(name)}?${apiVersion}`
  const body = computeBody({ vmSize: 'STANDARD_A1_V2', ...more })
  expect((await server.call('PUT', path, body, token === undefined ? {} : { token })).status).toBe(201)
}

function own(role: string): string {
  return `own-${roles.indexOf(role)}`
}

function assigned(role: string): string {
  return `assigned-${roles.indexOf(role)}`
}

function others(role: string): string {
  return `others-${roles.indexOf(role)}`
}
