import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { later, makeCompute, remove, show } from '../support/arm-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const version = 'api-version=2022-04-01'
const roles = {
  Owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  Contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  Reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
}
const definition = (role: keyof typeof roles) => `/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`
const assignments = (scope: string) => `${scope}/providers/Microsoft.Authorization/roleAssignments`

interface Grant {
  readonly scope: string
  readonly role: keyof typeof roles
  readonly principalId: string
  readonly token?: string
  readonly name?: string
}

function grant(server: TestServer, { scope, role, principalId, token, name = randomUUID() }: Grant) {
  return server.call(
    'PUT',
    `${assignments(scope)}/${name}?${version}`,
    { properties: { roleDefinitionId: `${server.subscription}${definition(role)}`, principalId } },
    token === undefined ? {} : { token },
  )
}

describe('a role assignment', () => {
  test('is made, read, listed and deleted', async () => {
    await using server = await startTestServer()
    const { groupId } = await makeWorkspace(server)
    const { objectId } = await server.principal(undefined)
    const made = await grant(server, { scope: groupId, role: 'Reader', principalId: objectId.toUpperCase() })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      type: 'Microsoft.Authorization/roleAssignments',
      properties: {
        roleDefinitionId: `${server.subscription}${definition('Reader')}`,
        principalId: objectId,
        principalType: 'ServicePrincipal',
        scope: groupId,
      },
    })
    expect((await server.call('GET', `${made.body.id}?${version}`)).body).toEqual(made.body)
    const listed = await server.call('GET', `${assignments(groupId)}?${version}`)
    expect(listed.body.value).toContainEqual(made.body)
    const deleted = await server.call('DELETE', `${made.body.id}?${version}`)
    expect([deleted.status, deleted.body.properties.principalId]).toEqual([200, objectId])
    expect((await server.call('DELETE', `${made.body.id}?${version}`)).status).toBe(204)
    expect((await server.call('GET', `${made.body.id}?${version}`)).status).toBe(404)
  })

  test('is listed at its scope and above, below, or of one principal, as the filter says', async () => {
    await using server = await startTestServer()
    const { groupId, workspaceId } = await makeWorkspace(server)
    const [ana, bo] = [await server.principal(undefined), await server.principal(undefined)]
    const atGroup = (await grant(server, { scope: groupId, role: 'Reader', principalId: ana.objectId })).body.id
    const atWorkspace = (await grant(server, { scope: workspaceId, role: 'Reader', principalId: bo.objectId })).body.id
    const list = async (scope: string, filter: string) => {
      const path = `${assignments(scope)}?${version}&$filter=${encodeURIComponent(filter)}`
      const { body } = await server.call('GET', path)
      return body.error?.code ?? body.value.map((each: { id: string }) => each.id)
    }
    const root = (await list('', 'atScope()')) as string[]
    expect(root).toHaveLength(2)
    const all = [...root, atGroup, atWorkspace].toSorted()
    expect((await list(groupId, '')).toSorted()).toEqual(all)
    expect((await list(workspaceId, '')).toSorted()).toEqual(all)
    // One whose name begins alike is elsewhere.
    await server.call('PUT', `${groupId}2?api-version=2021-04-01`, { location: 'local' })
    const beside = (await grant(server, { scope: `${groupId}2`, role: 'Owner', principalId: bo.objectId })).body.id
    expect((await list(groupId, '')).toSorted()).toEqual(all)
    expect(await list(groupId, `principalId eq '${bo.objectId}'`)).toEqual([atWorkspace])
    expect((await list(server.subscription, '')).toSorted()).toEqual([...all, beside].toSorted())
    expect(await list(`${groupId}3`, '')).toBe('ResourceGroupNotFound')
    expect(await list(workspaceId, `principalId eq '${ana.objectId}'`)).toEqual([atGroup])
    expect((await list(workspaceId, 'atScope()')).toSorted()).toEqual([...root, atGroup, atWorkspace].toSorted())
    expect(await list(server.subscription, `principalId eq '${ana.objectId}'`)).toEqual([atGroup])
    expect(await list(workspaceId, `atScope() and assignedTo('${ana.objectId}')`)).toEqual([atGroup])
    expect(await list(groupId, `principalId eq '${ana.objectId}' or 1 eq 1`)).toBe('UnsupportedQuery')
    // What she has by a group is assigned to her, and is not hers.
    const team = '/providers/Carrel.Identity/groups/team'
    const made = await server.call('PUT', `${team}?api-version=2026-11-01`, {})
    await server.call('PUT', `${team}/members/${ana.objectId}?api-version=2026-11-01`, {})
    const { objectId } = made.body.properties
    const byGroup = (await grant(server, { scope: groupId, role: 'Contributor', principalId: objectId })).body
    expect(byGroup.properties.principalType).toBe('Group')
    const hers = [atGroup, byGroup.id].toSorted()
    expect((await list(server.subscription, `assignedTo('${ana.objectId}')`)).toSorted()).toEqual(hers)
    expect(await list(server.subscription, `principalId eq '${ana.objectId}'`)).toEqual([atGroup])
  })

  test.each([
    [{ principalId: randomUUID() }, 'PrincipalNotFound'],
    [{ principalId: 'x' }, 'InvalidRequestContent'],
    [
      { roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${randomUUID()}` },
      'RoleDefinitionDoesNotExist',
    ],
    [{ roleDefinitionId: '' }, 'InvalidRequestContent'],
    [{ condition: '@Resource[x] StringEquals y' }, 'InvalidRequestContent'],
    [{ delegatedManagedIdentityResourceId: '/x' }, 'InvalidRequestContent'],
  ])('with %j is refused as %s', async (change, code) => {
    await using server = await startTestServer()
    const { objectId } = await server.principal(undefined)
    const properties = { roleDefinitionId: definition('Reader'), principalId: objectId, ...change }
    const answer = await server.call('PUT', `${assignments(server.subscription)}/${randomUUID()}?${version}`, {
      properties,
    })
    expect([answer.status, answer.body.error.code]).toEqual([400, code])
  })

  test('has a GUID as its name, a scope that exists, and stays what it is', async () => {
    await using server = await startTestServer()
    const { groupId, computeId } = await makeWorkspace(server)
    const [ana, bo] = [await server.principal(undefined), await server.principal(undefined)]
    const name = randomUUID()
    const first = { scope: groupId, role: 'Reader', principalId: ana.objectId, name } as const
    expect((await grant(server, { ...first, name: 'reader' })).body.error.code).toBe('InvalidRoleAssignmentId')
    expect((await grant(server, { ...first, scope: computeId('none') })).status).toBe(404)
    expect((await grant(server, { ...first, scope: '/providers/Microsoft.Nothing' })).status).toBe(404)
    expect((await grant(server, first)).status).toBe(201)
    expect((await grant(server, first)).status).toBe(200)
    for (const change of [{ role: 'Owner' }, { principalId: bo.objectId }, { scope: server.subscription }] as const)
      expect((await grant(server, { ...first, ...change })).body.error.code).toBe('RoleAssignmentUpdateNotPermitted')
  })
})

describe('access by roles', () => {
  test('counts from the request after the grant, and no longer from the one after its removal', async () => {
    await using server = await startTestServer()
    const { workspaceId } = await makeWorkspace(server)
    const { token, objectId } = await server.principal(undefined)
    const read = async () => (await server.call('GET', `${workspaceId}?${apiVersion}`, undefined, { token })).status
    expect(await read()).toBe(403)
    const { body } = await grant(server, { scope: workspaceId, role: 'Reader', principalId: objectId })
    expect(await read()).toBe(200)
    await server.call('DELETE', `${body.id}?${version}`)
    expect(await read()).toBe(403)
  })

  test('takes as many questions to the store with many assignments as with one', async () => {
    await using server = await startTestServer()
    const { workspaceId, groupId } = await makeWorkspace(server)
    const { token, objectId } = await server.principal('Reader')
    const asked = countingReads(server)
    const reads = async () => {
      const before = asked.count
      expect((await server.call('GET', `${workspaceId}?${apiVersion}`, undefined, { token })).status).toBe(200)
      return asked.count - before
    }
    const first = await reads()
    for (let each = 0; each < 10; each++) {
      const properties = {
        roleName: `Role ${each}`,
        permissions: [{ actions: ['*/read'] }],
        assignableScopes: [groupId],
      }
      const path = `${groupId}/providers/Microsoft.Authorization/roleDefinitions/${randomUUID()}?${version}`
      const { body } = await server.call('PUT', path, { properties })
      const assignment = { properties: { roleDefinitionId: body.id, principalId: objectId } }
      expect((await server.call('PUT', `${assignments(groupId)}/${randomUUID()}?${version}`, assignment)).status).toBe(
        201,
      )
    }
    expect(await reads()).toBe(first)
  })

  test('reaches down from its scope, and neither up nor sideways, nor to a name that begins alike', async () => {
    await using server = await startTestServer()
    const { groupId, workspaceId, computeId } = await makeWorkspace(server)
    const longer = await makeWorkspace(server, 'lab2', 'ws1')
    await makeCompute(server, computeId('one'))
    const { token } = await server.principal('Reader', groupId)
    const status = async (id: string) => (await server.call('GET', `${id}?${apiVersion}`, undefined, { token })).status
    expect([await status(groupId), await status(workspaceId), await status(computeId('one'))]).toEqual([200, 200, 200])
    expect([await status(longer.groupId), await status(longer.workspaceId)]).toEqual([403, 403])
    const grants = `${assignments(server.subscription)}?${version}`
    expect((await server.call('GET', grants, undefined, { token })).body.value.length).toBe(1)
  })

  test('a list shows what the caller may read, and is refused to who may read nothing of it', async () => {
    await using server = await startTestServer()
    const { workspaceId, computeId } = await makeWorkspace(server)
    for (const name of ['one', 'two', 'three']) await makeCompute(server, computeId(name))
    const { token } = await server.principal('Reader', computeId('two'))
    const list = `${workspaceId}/computes?${apiVersion}&$top=1`
    const { body } = await server.call('GET', list, undefined, { token })
    expect(body.value.map((each: { name: string }) => each.name)).toEqual(['two'])
    const groups = await server.call('GET', `${server.subscription}/resourcegroups?${apiVersion}`, undefined, { token })
    expect([groups.status, groups.body.value]).toEqual([200, []])
    const nobody = await server.principal(undefined)
    const refused = await server.call('GET', list, undefined, { token: nobody.token })
    expect([refused.status, refused.body.error.code]).toEqual([403, 'AuthorizationFailed'])
  })

  test('CI-106: a Contributor does everything but grant; an Owner of a group grants there and nowhere else', async () => {
    await using server = await startTestServer()
    const { groupId, computeId } = await makeWorkspace(server)
    const contributor = await server.principal('Contributor', groupId)
    const owner = await server.principal('Owner', groupId)
    const as = ({ token }: { token: string }) => ({ token })
    const put = await server.call('PUT', `${computeId('one')}?${apiVersion}`, computeBody(), as(contributor))
    expect(put.status).toBe(201)
    await server.settle()
    const toMyself = { scope: groupId, role: 'Owner', principalId: contributor.objectId, ...as(contributor) } as const
    expect((await grant(server, toMyself)).status).toBe(403)
    const shown = (await server.call('GET', `${assignments(groupId)}?${version}`, undefined, as(contributor))).body
      .value
    const own = shown.filter(({ id }: { id: string }) => id.startsWith(groupId))
    expect(own).toHaveLength(2)
    for (const { id } of own)
      expect((await server.call('DELETE', `${id}?${version}`, undefined, as(contributor))).status).toBe(403)
    expect((await grant(server, { ...toMyself, ...as(owner) })).status).toBe(201)
    expect((await grant(server, { ...toMyself, ...as(owner), scope: server.subscription })).status).toBe(403)
    expect((await grant(server, { ...toMyself, ...as(owner), scope: '' })).status).toBe(403)
    const restart = `${computeId('one')}/restart?${apiVersion}`
    expect((await server.call('POST', restart, undefined, as(contributor))).status).toBe(202)
  })

  test('a refusal names the principal, the action and the scope, and reveals nothing of what is there', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    const { token, objectId } = await server.principal(undefined)
    const refusal = async (name: string) =>
      (await server.call('GET', `${computeId(name)}?${apiVersion}`, undefined, { token })).body.error
    const error = await refusal('one')
    expect(error.code).toBe('AuthorizationFailed')
    expect(error.message).toContain(`object id '${objectId}'`)
    expect(error.message).toContain(`'Microsoft.MachineLearningServices/workspaces/computes/read'`)
    expect(error.message).toContain(`'${computeId('one')}'`)
    expect(await refusal('two')).toEqual({ ...error, message: error.message.replace('/one', '/two') })
  })

  test('dies with the instance it stood at: the next of the same name is not open to it', async () => {
    await using server = await startTestServer()
    const { computeId } = await makeWorkspace(server)
    await makeCompute(server, computeId('one'))
    const { token } = await server.principal('Owner', computeId('one'))
    await remove(server, computeId('one'))
    await later(server)
    expect((await show(server, computeId('one'))).status).toBe(404)
    await makeCompute(server, computeId('one'))
    expect((await server.call('GET', `${computeId('one')}?${apiVersion}`, undefined, { token })).status).toBe(403)
  })
})

/** Counts every reading of rows and claims from now on. */
function countingReads({ store }: TestServer): { readonly count: number } {
  const asked = { count: 0 }
  const counted = <A extends unknown[], R>(read: (...args: A) => R) => {
    return (...args: A): R => {
      asked.count++
      return read(...args)
    }
  }
  const { get, getAll, list, claims, claimHolder } = store
  const reads = { get, getAll, list, claims, claimHolder }
  Object.assign(store, Object.fromEntries(Object.entries(reads).map(([name, read]) => [name, counted(read as never)])))
  return asked
}
