// Nobody raises himself: what those who may write role assignments or role definitions try, and what of it is theirs to do.

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { coversGrantsOf } from '../../src/access/covers-grants-of.ts'
import { groupsOf } from '../../src/identity/groups-of.ts'
import { makeWorkspace } from '../support/arm-paths.ts'
import { type Answer, startTestServer, type TestServer } from '../support/harness.ts'

const version = 'api-version=2022-04-01'
const authorization = 'providers/Microsoft.Authorization'
const roles = {
  Owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  Contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  Reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  'User Access Administrator': '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
  'AzureML Data Scientist': 'f6c7c914-8db3-469d-8ca1-694a8f32e121',
  'AzureML Compute Operator': 'e503ece1-11d0-4e8e-8e2c-7a6c3bf38815',
}
const names = Object.keys(roles) as (keyof typeof roles)[]
/** May write assignments and role definitions, and read: a partial administrator as one is easily made. */
const granting = ['*/read', 'Microsoft.Authorization/roleAssignments/*', 'Microsoft.Authorization/roleDefinitions/*']

interface Caller {
  readonly token: string
  readonly objectId: string
}

let server: TestServer
let group: string
let other: Caller

beforeAll(async () => {
  server = await startTestServer()
  group = (await makeWorkspace(server)).groupId
})
afterAll(() => server[Symbol.asyncDispose]())
beforeEach(async () => {
  other = await server.principal(undefined)
})

interface Grant {
  readonly to: string
  readonly role: string
  readonly scope?: string
  readonly as?: Caller
}

/** As the Owner of everything unless said otherwise. */
function grant({ to, role, scope = group, as }: Grant): Promise<Answer> {
  const properties = { roleDefinitionId: `/${authorization}/roleDefinitions/${role}`, principalId: to }
  const path = `${scope}/${authorization}/roleAssignments/${randomUUID()}?${version}`
  return server.call('PUT', path, { properties }, as && { token: as.token })
}

interface Role {
  readonly name?: string
  readonly actions: readonly string[]
  readonly dataActions?: readonly string[]
  readonly scopes?: readonly string[]
  readonly as?: Caller
}

function write({ name = randomUUID(), actions, dataActions = [], scopes = [group], as }: Role): Promise<Answer> {
  const properties = { roleName: `Role ${name}`, permissions: [{ actions, dataActions }], assignableScopes: scopes }
  return server.call(
    'PUT',
    `${scopes[0] === '/' ? '' : scopes[0]}/${authorization}/roleDefinitions/${name}?${version}`,
    { properties },
    as && { token: as.token },
  )
}

function remove(id: string, as: Caller): Promise<Answer> {
  return server.call('DELETE', `${id}?${version}`, undefined, { token: as.token })
}

/** Somebody with this role at the group; answers the role's name too. */
async function holder(actions: readonly string[]): Promise<Caller & { role: string }> {
  const caller = await server.principal(undefined)
  const { body } = await write({ actions })
  expect((await grant({ to: caller.objectId, role: body.name })).status).toBe(201)
  return { ...caller, role: body.name }
}

/** A group with this member; answers its object id. */
async function groupWith(member: string): Promise<string> {
  const path = `/providers/Carrel.Identity/groups/g-${randomUUID()}`
  const made = await server.call('PUT', `${path}?api-version=2026-11-01`, {})
  await server.call('PUT', `${path}/members/${member}?api-version=2026-11-01`, {})
  return made.body.properties.objectId
}

const codeOf = ({ status, body }: Answer) => [status, body?.error?.code]
const refused = [403, 'AuthorizationFailed']

describe('who may write assignments and roles, and else only read', () => {
  test.each(names.filter((name) => name !== 'Reader'))('cannot make himself, his group or anybody %s', async (name) => {
    const admin = await holder(granting)
    const team = await groupWith(admin.objectId)
    for (const to of [admin.objectId, admin.objectId.toUpperCase(), team, other.objectId]) {
      const answer = await grant({ to, role: roles[name], as: admin })
      expect(codeOf(answer)).toEqual(refused)
      expect(answer.body.error.message).toContain(`action 'Microsoft.Authorization/roleAssignments/write'`)
      expect(answer.body.error.message).toContain(`the role '${name}' goes beyond`)
    }
  })

  test('gives what he has, to others and to himself', async () => {
    const admin = await holder(granting)
    expect((await grant({ to: other.objectId, role: roles.Reader, as: admin })).status).toBe(201)
    expect((await grant({ to: admin.objectId, role: roles.Reader, as: admin })).status).toBe(201)
    expect((await grant({ to: other.objectId, role: admin.role, as: admin })).status).toBe(201)
  })

  test('cannot give a role of his own making that goes further, by whatever pattern', async () => {
    const admin = await holder(granting)
    for (const action of [
      '*',
      '*/write',
      'Microsoft.*',
      '*/*',
      'Microsoft.Authorization/*',
      '*/roleAssignments/*',
      '*/read*',
    ]) {
      const { status, body } = await write({ actions: [action], as: admin })
      expect(status).toBe(201)
      for (const to of [admin.objectId, other.objectId])
        expect([action, ...codeOf(await grant({ to, role: body.name, as: admin }))]).toEqual([action, ...refused])
    }
  })

  test('cannot widen a role he holds, a role his group holds, or a role others hold', async () => {
    const admin = await holder(granting)
    const [byGroup, ofOthers] = [await write({ actions: [] }), await write({ actions: [] })]
    await grant({ to: await groupWith(admin.objectId), role: byGroup.body.name })
    await grant({ to: other.objectId, role: ofOthers.body.name })
    for (const name of [admin.role, byGroup.body.name, ofOthers.body.name]) {
      for (const more of [['*'], ['*/write'], ['Microsoft.Authorization/locks/delete']])
        expect(codeOf(await write({ name, actions: [...granting, ...more], as: admin }))).toEqual(refused)
      const data = await write({ name, actions: granting, dataActions: ['*'], as: admin })
      expect(codeOf(data)).toEqual(refused)
      expect((await write({ name, actions: granting, as: admin })).status).toBe(201)
    }
  })

  test('keeps what a role has that he has not, and adds only of his own', async () => {
    const admin = await holder(granting)
    const { body } = await write({ actions: ['Microsoft.MachineLearningServices/workspaces/computes/*'] })
    await grant({ to: other.objectId, role: body.name })
    const actions = ['Microsoft.MachineLearningServices/workspaces/computes/*', '*/read']
    expect((await write({ name: body.name, actions, as: admin })).status).toBe(201)
    const beyond = [...actions, 'Microsoft.MachineLearningServices/workspaces/write']
    expect((await write({ name: body.name, actions: beyond, as: admin })).status).toBe(403)
  })

  test('cannot reach beyond his scope, however it is written', async () => {
    const admin = await holder(granting)
    const [s, upper] = [server.subscription, server.subscription.toUpperCase()]
    const below = `${s}/providers/Microsoft.X/resourceGroups/lab`
    for (const scope of ['', s, upper, `/${s}`, `${s}/resourceGroups/lab2`, below])
      expect(codeOf(await grant({ to: other.objectId, role: roles.Reader, scope, as: admin }))).toEqual(refused)
    for (const scopes of [[s], ['/'], [group, s], [upper], [`${s}/resourceGroups/LAB/`, s]])
      expect(codeOf(await write({ actions: ['*/read'], scopes, as: admin }))).toEqual(refused)
    expect(codeOf(await write({ name: admin.role, actions: granting, scopes: [group, s], as: admin }))).toEqual(refused)
  })

  test('cannot take an Owner’s role away, nor turn an assignment into another; his own he may give up', async () => {
    const admin = await holder(granting)
    const owner = await grant({ to: other.objectId, role: roles.Owner })
    expect(codeOf(await remove(owner.body.id, admin))).toEqual(refused)
    const mine = await grant({ to: admin.objectId, role: roles.Contributor })
    const properties = { roleDefinitionId: roles.Owner, principalId: admin.objectId }
    for (const { id } of [owner.body, mine.body])
      expect((await server.call('PUT', `${id}?${version}`, { properties }, { token: admin.token })).status).toBe(403)
    expect((await remove(mine.body.id, admin)).status).toBe(200)
  })

  test('with Contributor beside it gives that, and neither Owner nor User Access Administrator', async () => {
    const admin = await holder(granting)
    await grant({ to: admin.objectId, role: roles.Contributor })
    for (const name of ['Contributor', 'AzureML Data Scientist', 'AzureML Compute Operator'] as const)
      expect((await grant({ to: other.objectId, role: roles[name], as: admin })).status).toBe(201)
    for (const name of ['Owner', 'User Access Administrator'] as const)
      expect((await grant({ to: other.objectId, role: roles[name], as: admin })).status).toBe(403)
  })
})

describe('a User Access Administrator', () => {
  const administrator = async (): Promise<Caller> => {
    const caller = await server.principal(undefined)
    await grant({ to: caller.objectId, role: roles['User Access Administrator'] })
    return caller
  }

  test('gives any role to others, and takes any away', async () => {
    const admin = await administrator()
    for (const name of names) {
      const made = await grant({ to: other.objectId, role: roles[name], as: admin })
      expect([name, made.status]).toEqual([name, 201])
      expect((await remove(made.body.id, admin)).status).toBe(200)
    }
  })

  test('gives himself and his groups, also those his groups are in, no more than he has', async () => {
    const admin = await administrator()
    const team = await groupWith(admin.objectId)
    const outer = await groupWith(team)
    for (const to of [admin.objectId, admin.objectId.toUpperCase(), team, outer]) {
      for (const name of ['Owner', 'Contributor', 'AzureML Data Scientist', 'AzureML Compute Operator'] as const)
        expect([name, ...codeOf(await grant({ to, role: roles[name], as: admin }))]).toEqual([name, ...refused])
      expect((await grant({ to, role: roles.Reader, as: admin })).status).toBe(to === to.toUpperCase() ? 409 : 201)
    }
  })

  test('widens roles that others hold, and none that he holds', async () => {
    const admin = await administrator()
    const [mine, theirs] = [await write({ actions: [] }), await write({ actions: [] })]
    await grant({ to: await groupWith(admin.objectId), role: mine.body.name })
    await grant({ to: other.objectId, role: theirs.body.name })
    expect((await write({ name: theirs.body.name, actions: ['*'], as: admin })).status).toBe(201)
    expect(codeOf(await write({ name: mine.body.name, actions: ['*'], as: admin }))).toEqual(refused)
    // Nor does he get the widened one.
    expect((await grant({ to: admin.objectId, role: theirs.body.name, as: admin })).status).toBe(403)
  })

  test('is that within his scope alone', async () => {
    const admin = await administrator()
    for (const scope of ['', server.subscription])
      expect((await grant({ to: other.objectId, role: roles.Reader, scope, as: admin })).status).toBe(403)
  })
})

describe('who may not write assignments', () => {
  test.each(names.filter((name) => !['Owner', 'User Access Administrator'].includes(name)))(
    '%s grants nothing',
    async (name) => {
      const caller = await server.principal(name, group)
      for (const to of [caller.objectId, other.objectId])
        expect(codeOf(await grant({ to, role: roles.Reader, as: caller }))).toEqual(refused)
      expect(codeOf(await write({ actions: [], as: caller }))).toEqual(refused)
    },
  )
})

describe('an Owner of a group', () => {
  test('gives everything there, to himself too, data included', async () => {
    const owner = await server.principal('Owner', group)
    const { body } = await write({ actions: [], dataActions: ['*'], as: owner })
    expect((await grant({ to: owner.objectId, role: body.name, as: owner })).status).toBe(201)
    expect((await grant({ to: other.objectId, role: roles.Owner, as: owner })).status).toBe(201)
    expect((await grant({ to: owner.objectId, role: roles.Owner, scope: server.subscription, as: owner })).status).toBe(
      403,
    )
  })
})

describe('the last Owner at the root', () => {
  test('stays: his assignment is neither taken away nor given up', async () => {
    const list = `/${authorization}/roleAssignments?${version}&$filter=atScope()`
    const found = (await server.call('GET', list)).body.value as { id: string; properties: { principalId: string } }[]
    const [first, second] = found.filter(({ id }) => id.startsWith(`/${authorization}`))
    const admin = await server.principal('User Access Administrator', '')
    const newcomer = await grant({ to: other.objectId, role: roles.Owner, scope: '' })
    const drop = (id = '') => remove(id, admin)
    expect([(await drop(first?.id)).status, (await drop(second?.id)).status]).toEqual([200, 200])
    expect(codeOf(await drop(newcomer.body.id))).toEqual([409, 'LastOwner'])
    expect(codeOf(await remove(newcomer.body.id, other))).toEqual([409, 'LastOwner'])
    // The others are made Owners again for the tests to come.
    for (const each of [first, second])
      expect(
        (await grant({ to: each?.properties.principalId ?? '', role: roles.Owner, scope: '', as: other })).status,
      ).toBe(201)
    expect((await remove(newcomer.body.id, other)).status).toBe(200)
  })
})

describe('acting on an account', () => {
  const mayAct = (caller: Caller, principalId: string) =>
    coversGrantsOf(
      { store: server.store, groupsOf: (id) => groupsOf(server.db, id) },
      { objectId: caller.objectId, name: '', kind: 'ServicePrincipal', tenantId: '' },
      principalId,
    )

  test('is for who has all its rights, those by groups included', async () => {
    const contributor = await server.principal('Contributor', server.subscription)
    const owner = await server.principal('Owner', group)
    expect(await mayAct(contributor, other.objectId)).toBe(true)
    await grant({ to: other.objectId, role: roles.Reader })
    expect([await mayAct(contributor, other.objectId), await mayAct(owner, other.objectId)]).toEqual([true, true])
    const team = await groupWith(other.objectId)
    await grant({ to: team, role: roles['User Access Administrator'] })
    for (const target of [team, other.objectId])
      expect([await mayAct(contributor, target), await mayAct(owner, target)]).toEqual([false, true])
    await grant({ to: other.objectId, role: roles.Reader, scope: server.subscription })
    expect(await mayAct(owner, other.objectId)).toBe(false)
  })

  test('is not for who may merely grant, and always for oneself', async () => {
    const admin = await server.principal('User Access Administrator', server.subscription)
    const owner = await server.principal('Owner', group)
    expect([await mayAct(admin, owner.objectId), await mayAct(owner, owner.objectId)]).toEqual([false, true])
  })
})

describe('two changes at once', () => {
  /** As with a database across a network: others get on while one waits for its answer. */
  let restore: () => void
  beforeAll(() => {
    const { getAll, claims } = server.store
    const waiting = async <T>(answer: Promise<T>): Promise<T> => {
      await new Promise((resolve) => setTimeout(resolve, 2))
      return answer
    }
    Object.assign(server.store, {
      getAll: (...args: Parameters<typeof getAll>) => waiting(getAll(...args)),
      claims: (...args: Parameters<typeof claims>) => waiting(claims(...args)),
    })
    restore = () => Object.assign(server.store, { getAll, claims })
  })
  afterAll(() => restore())

  const statuses = async (...changes: Promise<Answer>[]) =>
    (await Promise.all(changes)).map(({ status }) => status).toSorted()

  test('do not pass each other’s check: a role is not taken while it is widened', async () => {
    const admin = await server.principal('User Access Administrator', group)
    for (const order of [0, 1]) {
      const { body } = await write({ actions: ['*/read'] })
      const changes = [
        () => grant({ to: admin.objectId, role: body.name, as: admin }),
        () => write({ name: body.name, actions: ['*'], as: admin }),
      ]
      const turned = order === 0 ? changes : changes.toReversed()
      expect(await statuses(...turned.map((change) => change()))).toEqual([201, 403])
    }
  })

  test('do not pass each other’s check: a group is not joined while it is given a role', async () => {
    const admin = await server.principal('User Access Administrator', group)
    const { body } = await write({ actions: ['Carrel.Identity/*'], scopes: ['/'] })
    await grant({ to: admin.objectId, role: body.name, scope: '' })
    for (const order of [0, 1]) {
      const path = `/providers/Carrel.Identity/groups/race-${randomUUID()}`
      const made = await server.call('PUT', `${path}?api-version=2026-11-01`, {})
      const member = `${path}/members/${admin.objectId}?api-version=2026-11-01`
      const changes = [
        () => grant({ to: made.body.properties.objectId, role: roles.Owner, as: admin }),
        () => server.call('PUT', member, {}, { token: admin.token }),
      ]
      const turned = order === 0 ? changes : changes.toReversed()
      expect(await statuses(...turned.map((change) => change()))).toEqual([201, 403])
    }
  })
})
