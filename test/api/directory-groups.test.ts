// Groups: a role given to one is had by whoever is in it, and by nobody longer than that.

import { describe, expect, test } from 'vitest'
import { apiVersion, computeBody, makeWorkspace } from '../support/arm-paths.ts'
import { directoryOf } from '../support/directory-steps.ts'
import { startTestServer } from '../support/harness.ts'

describe('groups', () => {
  test('are made, renamed, listed with how many are in them, and deleted', async () => {
    await using server = await startTestServer()
    const { call } = directoryOf(server)
    const made = await call('PUT', 'groups/Staff')
    const objectId = made.body.properties.objectId
    expect([made.status, made.body]).toEqual([
      201,
      {
        id: '/providers/Carrel.Identity/groups/staff',
        name: 'staff',
        type: 'Carrel.Identity/groups',
        properties: { objectId, displayName: 'Staff', memberCount: 0, createdAt: expect.any(String) },
      },
    ])
    const renamed = await call('PUT', `groups/${objectId}`, { displayName: 'All of us' })
    expect([renamed.status, renamed.body.properties.displayName]).toEqual([200, 'All of us'])
    const { objectId: member } = await server.principal(undefined)
    expect((await call('PUT', `groups/staff/members/${member}`)).status).toBe(201)
    expect((await call('PUT', `groups/staff/members/${member.toUpperCase()}`)).status).toBe(200)
    expect((await call('GET', 'groups')).body.value).toMatchObject([{ properties: { memberCount: 1 } }])
    expect((await call('GET', 'groups/STAFF/members')).body.value).toMatchObject([
      { name: member, properties: { objectId: member, kind: 'ServicePrincipal' } },
    ])
    expect((await call('DELETE', `groups/staff/members/${member}`)).status).toBe(200)
    expect((await call('DELETE', `groups/staff/members/${member}`)).status).toBe(204)
    expect((await call('DELETE', 'groups/staff')).status).toBe(200)
    expect((await call('GET', 'groups/staff')).body.error.code).toBe('GroupNotFound')
    expect((await call('DELETE', 'groups/staff')).status).toBe(204)
  })

  test('give their members what they are given, through groups in groups too', async () => {
    await using server = await startTestServer()
    const { call, group, assign, reads } = directoryOf(server)
    const { token, objectId } = await server.principal(undefined)
    const inner = await group('inner', objectId)
    const outer = await group('outer', inner)
    expect(await reads(token)).toBe(false)
    expect((await assign('Reader', outer)).body.properties).toMatchObject({ principalType: 'Group' })
    expect(await reads(token)).toBe(true)
    await call('DELETE', `groups/outer/members/${inner}`)
    expect(await reads(token)).toBe(false)
    await call('PUT', `groups/outer/members/${inner}`)
    expect(await reads(token)).toBe(true)
    await call('DELETE', 'groups/inner')
    expect(await reads(token)).toBe(false)
  })

  test('deleted, leave no role assignment behind', async () => {
    await using server = await startTestServer()
    const { call, group, assign, assignmentsOf } = directoryOf(server)
    const id = await group('staff')
    await assign('Reader', id)
    await call('DELETE', `groups/${id}`)
    expect(await assignmentsOf(id)).toEqual([])
  })

  test('are never inside themselves', async () => {
    await using server = await startTestServer()
    const { call, group } = directoryOf(server)
    const first = await group('first')
    const second = await group('second', first)
    await group('third', second)
    const third = (await call('GET', 'groups/third')).body.properties.objectId
    for (const path of [`first/members/${first}`, `first/members/${second}`, `first/members/${third}`]) {
      const answer = await call('PUT', `groups/${path}`)
      expect([answer.status, answer.body.error.code]).toEqual([400, 'GroupCycle'])
    }
    expect((await call('PUT', `groups/third/members/${first}`)).status).toBe(201)
  })

  test('take only who exists, named by object id', async () => {
    await using server = await startTestServer()
    const { call, group } = directoryOf(server)
    await group('staff')
    const put = async (member: string) => (await call('PUT', `groups/staff/members/${member}`)).body.error.code
    expect(await put('ana')).toBe('InvalidObjectId')
    expect(await put('11111111-2222-3333-4444-555555555555')).toBe('PrincipalNotFound')
    expect((await call('PUT', 'groups/nobody/members/11111111-2222-3333-4444-555555555555')).status).toBe(404)
    expect((await call('PUT', 'groups/11111111-2222-3333-4444-555555555555')).body.error.code).toBe('InvalidGroupName')
  })

  test('cannot be the person an instance is assigned to', async () => {
    await using server = await startTestServer()
    const { group } = directoryOf(server)
    const objectId = await group('staff')
    const { computeId } = await makeWorkspace(server)
    const assignedUser = { objectId, tenantId: server.installation.tenantId }
    const body = computeBody({ personalComputeInstanceSettings: { assignedUser } })
    const answer = await server.call('PUT', `${computeId('desk')}?${apiVersion}`, body)
    expect(answer.body.error.code).toBe('AssignedUserNotFound')
  })
})
