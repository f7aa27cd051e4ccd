// Role by operation by whose it is: every registered operation with every role, and every operation of an instance on one's
// own, somebody else's, and one that was made for one. What is expected follows from the roles as they are published.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace, paths } from '../support/arm-paths.ts'
import { makeCompute } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { type AccessCase, accessCases } from './access/cases.ts'
import { publishedAllows, publishedRoles } from './access/published-roles.ts'
import { assign, makeNames, makeRole, type Somebody, send } from './access/stage.ts'

const nobody = 'no role'
const roles = [nobody, ...Object.keys(publishedRoles)]
const whose = ['own', 'other', 'assigned'] as const

let server: TestServer
const people = new Map<string, Somebody>()

beforeAll(async () => {
  server = await startTestServer()
  await makeWorkspace(server)
  await makeCompute(server, paths(server).computeId('compute'), { vmSize: 'STANDARD_A1_V2' })
  for (const role of roles) people.set(role, await somebody(role))
  await server.settle()
})
afterAll(() => server[Symbol.asyncDispose]())

describe.each(roles)('%s', (role) => {
  test.each(accessCases)('$operation', async (one) => {
    const { names, token } = personOf(role)
    const answer = await send(server, one, { names, token })
    const missing = missingFrom(role, one)
    expect(answer.status).toBe(missing === undefined ? one.ok : (one.refused ?? 403))
    if (missing !== undefined && answer.status === 403 && !one.operation.startsWith('HEAD')) {
      expect(answer.body.error.code).toBe('AuthorizationFailed')
      expect(answer.body.error.message).toContain(`action '${missing}'`)
    }
  })

  describe.each(whose)('an instance that is %s', (relation) => {
    test.each(instanceCases())('$operation', async (one) => {
      const { names, token } = personOf(role)
      const name = nameOf(relation, role)
      const answer = await send(server, one, {
        token,
        names: { ...names, compute: name, victim: name, newCompute: name },
      })
      // CI-106: roles alone decide, whose it is does not.
      const isAllowed = publishedAllows(role, one.action ?? '')
      expect(answer.status).toBe(isAllowed ? one.ok : 403)
      if (!isAllowed && !one.operation.startsWith('HEAD'))
        expect(answer.body.error.message).toContain(`scope '${paths(server).computeId(name)}'`)
    })
  })
})

/** Of one instance; a PUT changes it here, for which CI-111 asks nothing more. */
function instanceCases(): AccessCase[] {
  return accessCases
    .filter(({ operation }) => operation.endsWith('/workspaces/computes') && !operation.startsWith('LIST'))
    .map((one) => (one.operation.startsWith('PUT') ? { ...one, ok: 200 } : one))
    .toSorted((a, b) => Number(a.operation.startsWith('DELETE')) - Number(b.operation.startsWith('DELETE')))
}

/** The first action that is needed and not given; roles are held at the subscription, so nothing at the root is. */
function missingFrom(role: string, one: AccessCase): string | undefined {
  if (one.action === undefined) return one.from === 'nobody' || role !== nobody ? undefined : 'any'
  if ((one.isAtRoot || !one.path.startsWith('/subscriptions')) && one.from !== 'nobody') return one.action
  return [one.action, ...(one.besides === undefined ? [] : [one.besides])].find((each) => !publishedAllows(role, each))
}

async function somebody(role: string): Promise<Somebody> {
  const { token, objectId } = await server.principal(undefined)
  const who = role
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')
    .slice(0, 12)
  const names = await makeNames(server, who)
  const { computeId } = paths(server)
  const owner = await assign(server, { to: objectId, role: publishedRoles['Owner']?.id ?? '' })
  const mine = await server.call('PUT', `${computeId(nameOf('own', role))}?${apiVersion}`, small(), { token })
  expect(mine.status).toBe(201)
  await server.call('DELETE', `${assignments()}/${owner}?api-version=2022-04-01`)
  const { tenantId } = server.installation
  const assignedUser = { objectId, tenantId }
  for (const [name, more] of [
    [nameOf('other', role), {}],
    [nameOf('assigned', role), { personalComputeInstanceSettings: { assignedUser } }],
  ] as const)
    expect((await server.call('PUT', `${computeId(name)}?${apiVersion}`, small(more))).status).toBe(201)
  const published = publishedRoles[role]
  if (published !== undefined) {
    const id = published.id ?? (await makeRole(server, published.actions, published.notActions))
    await assign(server, { to: objectId, role: id })
  }
  return { token, objectId, names }
}

function nameOf(relation: (typeof whose)[number], role: string): string {
  return `${relation}-${roles.indexOf(role)}`
}

function small(more: Record<string, unknown> = {}) {
  return computeBody({ vmSize: 'STANDARD_A1_V2', ...more })
}

function assignments(): string {
  return `${server.subscription}/providers/Microsoft.Authorization/roleAssignments`
}

function personOf(role: string): Somebody {
  const found = people.get(role)
  if (found === undefined) throw new Error(role)
  return found
}
