// Role definitions: the built-in ones, and custom ones with their life, their scopes and their validation.

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { apiVersion, makeWorkspace } from '../support/arm-paths.ts'
import { type CallOptions, startTestServer, type TestServer } from '../support/harness.ts'

const version = 'api-version=2022-04-01'
const roles = {
  Owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  Contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  Reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  'User Access Administrator': '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
  'AzureML Data Scientist': 'f6c7c914-8db3-469d-8ca1-694a8f32e121',
  'AzureML Compute Operator': 'e503ece1-11d0-4e8e-8e2c-7a6c3bf38815',
  'Resource Policy Contributor': '36243c78-bf99-498c-9df9-86d9f8d28608',
}
const ml = 'Microsoft.MachineLearningServices'
const definition = (role: keyof typeof roles) => `/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`
const definitions = (scope: string) => `${scope}/providers/Microsoft.Authorization/roleDefinitions`
const assignments = (scope: string) => `${scope}/providers/Microsoft.Authorization/roleAssignments`

interface Custom {
  readonly scope: string
  readonly name?: string
  readonly properties?: Record<string, unknown>
  readonly options?: CallOptions
}

function put(server: TestServer, { scope, name = randomUUID(), properties = {}, options }: Custom) {
  const whole = {
    roleName: `Role ${name}`,
    permissions: [{ actions: ['*/read'] }],
    assignableScopes: [scope === '' ? '/' : scope],
    ...properties,
  }
  return server.call('PUT', `${definitions(scope)}/${name}?${version}`, { properties: whole }, options)
}

function assign(server: TestServer, { scope, role, to }: { scope: string; role: string; to: string }) {
  const properties = { roleDefinitionId: role, principalId: to }
  return server.call('PUT', `${assignments(scope)}/${randomUUID()}?${version}`, { properties })
}

const codeOf = ({ status, body }: { status: number; body: { error?: { code: string } } }) => [status, body?.error?.code]

describe('built-in role definitions', () => {
  test('are there from the start under the ids they have everywhere', async () => {
    await using server = await startTestServer()
    const path = `${server.subscription}/providers/Microsoft.Authorization/roleDefinitions`
    const { body } = await server.call('GET', `${path}?${version}`)
    const found = body.value.map((each: { name: string; properties: { roleName: string } }) => [
      each.properties.roleName,
      each.name,
    ])
    expect(Object.fromEntries(found)).toEqual(roles)
    const reader = await server.call('GET', `${path}/${roles.Reader}?${version}`)
    expect(reader.body).toMatchObject({
      id: `${path}/${roles.Reader}`,
      properties: {
        type: 'BuiltInRole',
        assignableScopes: ['/'],
        permissions: [{ actions: ['*/read'], notActions: [] }],
      },
    })
    expect((await server.call('GET', `${path}/${randomUUID()}?${version}`)).status).toBe(404)
  })

  test('have at every scope the id that assignments there name', async () => {
    await using server = await startTestServer()
    const { workspaceId, groupId } = await makeWorkspace(server)
    const { objectId } = await server.principal(undefined)
    for (const scope of ['', server.subscription, groupId, workspaceId]) {
      const made = await assign(server, { scope, role: definition('Reader'), to: objectId })
      const path = `${scope}/providers/Microsoft.Authorization/roleDefinitions`
      const { body } = await server.call(
        'GET',
        `${path}?${version}&$filter=${encodeURIComponent("roleName eq 'Reader'")}`,
      )
      const expected = `${scope === '' ? '' : server.subscription}${definition('Reader')}`
      expect([made.body.properties.roleDefinitionId, body.value[0].id]).toEqual([expected, expected])
    }
  })

  test.each([
    ["roleName eq 'reader'", 1],
    ["roleName eq 'Nobody'", 0],
    ["type eq 'BuiltInRole'", 7],
    ["type eq 'CustomRole'", 0],
    ['atScopeAndBelow()', 7],
  ])('are found by %s', async (filter, count) => {
    await using server = await startTestServer()
    const path = `/providers/Microsoft.Authorization/roleDefinitions?${version}&$filter=${encodeURIComponent(filter)}`
    expect((await server.call('GET', path)).body.value).toHaveLength(count)
  })
})

describe('a custom role', () => {
  test('is made, read, listed, changed and deleted', async () => {
    await using server = await startTestServer()
    const { groupId } = await makeWorkspace(server)
    const name = randomUUID()
    const properties = {
      roleName: 'Desk user',
      description: 'Uses desks',
      type: 'CustomRole',
      permissions: [{ actions: [`${ml}/workspaces/computes/*`], notActions: [`${ml}/workspaces/computes/delete`] }],
    }
    const made = await put(server, { scope: groupId, name, properties })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      id: `${definitions(server.subscription)}/${name}`,
      name,
      type: 'Microsoft.Authorization/roleDefinitions',
      properties: {
        ...properties,
        assignableScopes: [groupId],
        permissions: [{ ...properties.permissions[0], dataActions: [], notDataActions: [] }],
      },
    })
    expect(Date.parse(made.body.properties.createdOn)).toBeGreaterThan(0)
    for (const scope of [groupId, server.subscription])
      expect((await server.call('GET', `${definitions(scope)}/${name}?${version}`)).body).toEqual(made.body)
    const listed = await server.call('GET', `${definitions(groupId)}?${version}&$filter=type eq 'CustomRole'`)
    expect(listed.body.value).toEqual([made.body])
    // Sent back as it came, with one thing changed.
    const back = { ...made.body.properties, roleName: 'Desk owner' }
    const changed = await put(server, { scope: groupId, name, properties: back })
    expect([changed.status, changed.body.properties.roleName]).toEqual([201, 'Desk owner'])
    const deleted = await server.call('DELETE', `${definitions(server.subscription)}/${name}?${version}`)
    expect([deleted.status, deleted.body.properties.roleName]).toEqual([200, 'Desk owner'])
    expect((await server.call('DELETE', `${definitions(groupId)}/${name}?${version}`)).status).toBe(204)
    expect((await server.call('GET', `${definitions(groupId)}/${name}?${version}`)).status).toBe(404)
  })

  test('counts as it is now: what a change adds or takes is so with the next request', async () => {
    await using server = await startTestServer()
    const { groupId, workspaceId } = await makeWorkspace(server)
    const { token, objectId } = await server.principal(undefined)
    const name = randomUUID()
    const write = (actions: string[], notActions: string[] = []) =>
      put(server, { scope: groupId, name, properties: { permissions: [{ actions, notActions }] } })
    const made = await write([`${ml}/workspaces/read`])
    const read = async () => (await server.call('GET', `${workspaceId}?${apiVersion}`, undefined, { token })).status
    expect(await read()).toBe(403)
    expect((await assign(server, { scope: groupId, role: made.body.id, to: objectId })).status).toBe(201)
    expect(await read()).toBe(200)
    await write([`${ml}/*/read`], [`${ml}/workspaces/read`])
    expect(await read()).toBe(403)
    await write([`${ml}/workspaces/*/read`])
    expect(await read()).toBe(200)
    await write([])
    expect(await read()).toBe(403)
  })

  test('with several permissions gives what any of them gives', async () => {
    await using server = await startTestServer()
    const { groupId, workspaceId } = await makeWorkspace(server)
    const { token, objectId } = await server.principal(undefined)
    const permissions = [{ actions: ['*'], notActions: [`${ml}/*`] }, { actions: [`${ml}/workspaces/read`] }]
    const made = await put(server, { scope: groupId, properties: { permissions } })
    await assign(server, { scope: groupId, role: made.body.id, to: objectId })
    const read = (id: string) => server.call('GET', `${id}?${apiVersion}`, undefined, { token })
    expect((await read(workspaceId)).status).toBe(200)
    expect((await read(`${workspaceId}/computes`)).status).toBe(403)
    const shown = await server.call(
      'GET',
      `${workspaceId}/providers/Microsoft.Authorization/permissions?${version}`,
      undefined,
      { token },
    )
    expect(shown.body.value).toEqual(
      permissions.map((each) => ({ notActions: [], dataActions: [], notDataActions: [], ...each })),
    )
  })

  test('is assigned at or below its scopes, and shown where it can be', async () => {
    await using server = await startTestServer()
    const here = await makeWorkspace(server)
    const other = await makeWorkspace(server, 'other', 'ws1')
    const { objectId } = await server.principal(undefined)
    const { body } = await put(server, { scope: here.groupId })
    const at = async (scope: string) => (await assign(server, { scope, role: body.id, to: objectId })).status
    expect([await at(here.groupId), await at(here.workspaceId)]).toEqual([201, 201])
    expect([await at(other.groupId), await at(server.subscription), await at('')]).toEqual([400, 400, 400])
    const seen = async (scope: string, filter = "type eq 'CustomRole'") =>
      (await server.call('GET', `${definitions(scope)}?${version}&$filter=${encodeURIComponent(filter)}`)).body.value
        .length
    expect([await seen(here.workspaceId), await seen(other.groupId), await seen(server.subscription)]).toEqual([
      1, 0, 0,
    ])
    expect(await seen(server.subscription, "atScopeAndBelow() and type eq 'CustomRole'")).toBe(1)
    expect((await server.call('GET', `${definitions(other.groupId)}/${body.name}?${version}`)).status).toBe(404)
  })

  test('keeps its assignments: it is neither deleted nor drawn away from under them', async () => {
    await using server = await startTestServer()
    const { groupId, workspaceId } = await makeWorkspace(server)
    const { objectId } = await server.principal(undefined)
    const name = randomUUID()
    const made = await put(server, { scope: groupId, name })
    const granted = await assign(server, { scope: groupId, role: made.body.id, to: objectId })
    const remove = () => server.call('DELETE', `${definitions(groupId)}/${name}?${version}`)
    const refused = [400, 'RoleDefinitionHasAssignments']
    expect(codeOf(await remove())).toEqual(refused)
    const narrower = { assignableScopes: [workspaceId] }
    expect(codeOf(await put(server, { scope: groupId, name, properties: narrower }))).toEqual(refused)
    await server.call('DELETE', `${granted.body.id}?${version}`)
    expect((await put(server, { scope: groupId, name, properties: narrower })).status).toBe(201)
    expect((await remove()).status).toBe(200)
  })

  test('of the same name as another, in any case, is refused; its own it keeps', async () => {
    await using server = await startTestServer()
    const scope = server.subscription
    const name = randomUUID()
    expect((await put(server, { scope, name, properties: { roleName: 'Helper' } })).status).toBe(201)
    expect((await put(server, { scope, name, properties: { roleName: 'Helper' } })).status).toBe(201)
    for (const roleName of ['helper', 'owner', ' AzureML Data Scientist '])
      expect(codeOf(await put(server, { scope, properties: { roleName } }))).toEqual([
        409,
        'RoleDefinitionWithSameNameExists',
      ])
  })

  test('may span groups for who may write roles in each, and is then not one group’s to change', async () => {
    await using server = await startTestServer()
    const [one, two] = [await makeWorkspace(server), await makeWorkspace(server, 'other', 'ws1')]
    const { token } = await server.principal('Owner', one.groupId)
    const name = randomUUID()
    const both = { assignableScopes: [one.groupId, two.groupId] }
    const asOwnerOfOne = { scope: one.groupId, name, options: { token } }
    const refused = await put(server, { ...asOwnerOfOne, properties: both })
    expect(codeOf(refused)).toEqual([403, 'AuthorizationFailed'])
    expect(refused.body.error.message).toContain(`over scope '${two.groupId}'`)
    expect((await put(server, { scope: one.groupId, name, properties: both })).status).toBe(201)
    expect((await put(server, asOwnerOfOne)).status).toBe(403)
    const remove = `${definitions(one.groupId)}/${name}?${version}`
    expect((await server.call('DELETE', remove, undefined, { token })).status).toBe(403)
    expect((await put(server, { ...asOwnerOfOne, name: randomUUID() })).status).toBe(201)
  })

  test.each(Object.entries(roles))('cannot take the place of %s', async (_, name) => {
    await using server = await startTestServer()
    const scope = server.subscription
    expect(codeOf(await put(server, { scope, name }))).toEqual([400, 'BuiltInRoleCannotBeChanged'])
    const removed = await server.call('DELETE', `${definitions(scope)}/${name}?${version}`)
    expect(codeOf(removed)).toEqual([400, 'BuiltInRoleCannotBeChanged'])
  })

  test.each([
    [{ permissions: [{ actions: ['read everything'] }] }, 'InvalidActionOrNotAction'],
    [{ permissions: [{ actions: [`${ml}/workspaces/computes/start`] }] }, 'InvalidActionOrNotAction'],
    [{ permissions: [{ actions: [], notActions: ['workspaces/read'] }] }, 'InvalidActionOrNotAction'],
    [{ permissions: [{ dataActions: [`${ml}//read`] }] }, 'InvalidActionOrNotAction'],
    [{ permissions: [{ actions: ['a*b*c*d*e*'] }] }, 'InvalidActionOrNotAction'],
    [
      { permissions: Array.from({ length: 6 }, () => ({ actions: Array(100).fill('*/read') })) },
      'InvalidRoleDefinition',
    ],
    [{ permissions: [{ actions: [''] }] }, 'InvalidRequestContent'],
    [{ permissions: [{ actions: ['*'.repeat(400)] }] }, 'InvalidRequestContent'],
    [{ permissions: [{ actions: ['*'], condition: 'x' }] }, 'InvalidRequestContent'],
    [{ permissions: [] }, 'InvalidRequestContent'],
    [{ roleName: '' }, 'InvalidRequestContent'],
    [{ roleName: 'a\u001b[31m' }, 'InvalidRequestContent'],
    [{ type: 'BuiltInRole' }, 'InvalidRequestContent'],
    [{ isService: true }, 'InvalidRequestContent'],
    [{ assignableScopes: [] }, 'InvalidRequestContent'],
    [{ assignableScopes: ['/subscriptions/*'] }, 'InvalidRequestUri', 'InvalidAssignableScope'],
    [{ assignableScopes: ['/providers/Microsoft.Management/managementGroups/m'] }, 'InvalidAssignableScope'],
    [{ assignableScopes: [`/subscriptions/${randomUUID()}`] }, 'InvalidAssignableScope'],
  ])('with %j is refused as %s', async (properties, ...codes) => {
    await using server = await startTestServer()
    const answer = await put(server, { scope: server.subscription, properties })
    expect(answer.status).toBe(400)
    expect(codes).toContain(answer.body.error.code)
  })

  test('has a GUID for its name and a place among its scopes', async () => {
    await using server = await startTestServer()
    const [one, two] = [await makeWorkspace(server), await makeWorkspace(server, 'other', 'ws1')]
    expect(codeOf(await put(server, { scope: one.groupId, name: 'desk' }))).toEqual([400, 'InvalidRoleDefinitionId'])
    const elsewhere = { assignableScopes: [two.groupId] }
    expect(codeOf(await put(server, { scope: one.groupId, properties: elsewhere }))).toEqual([
      400,
      'InvalidAssignableScope',
    ])
    expect((await put(server, { scope: server.subscription, properties: elsewhere })).status).toBe(201)
    expect((await put(server, { scope: '' })).status).toBe(201)
  })
})
