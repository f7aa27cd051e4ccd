// People, as an administrator keeps them.

import { describe, expect, test } from 'vitest'
import { directoryOf } from '../support/directory-steps.ts'
import { startTestServer } from '../support/harness.ts'
import { signedInUser } from '../support/signed-in-user.ts'

describe('users', () => {
  test('are made with a password of theirs or a generated one, shown once', async () => {
    await using server = await startTestServer()
    const { call } = directoryOf(server)
    const made = await call('PUT', 'users/Ben', { displayName: 'Ben Ek' })
    expect([made.status, made.body]).toEqual([
      201,
      {
        id: '/providers/Carrel.Identity/users/ben',
        name: 'ben',
        type: 'Carrel.Identity/users',
        properties: {
          objectId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          userName: 'ben',
          displayName: 'Ben Ek',
          isDisabled: false,
          createdAt: expect.stringMatching(/^20\d\d-.*Z$/),
          password: expect.stringMatching(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/),
        },
      },
    ])
    const { password, ...properties } = made.body.properties
    expect(await signedInUser(server, 'ben', password)).toBeDefined()
    for (const name of ['ben', 'BEN', properties.objectId]) {
      const read = await call('GET', `users/${name}`)
      expect([read.status, read.body.properties]).toEqual([200, properties])
    }
    const own = await call('PUT', 'users/cleo', { password: 'a password of mine' })
    expect([own.status, own.body.properties.password]).toEqual([201, undefined])
    expect(await signedInUser(server, 'cleo', 'a password of mine')).toBeDefined()
    const { body } = await call('GET', 'users')
    expect(body.value.map(({ name }: { name: string }) => name)).toEqual(['ana', 'ben', 'cleo'])
  })

  test.each([
    ['users/a b', {}, 400, 'InvalidUserName'],
    ['users/11111111-2222-3333-4444-555555555555', {}, 400, 'InvalidUserName'],
    ['users/ben', { password: 'short' }, 400, 'InvalidRequestContent'],
    ['users/ben', { admin: true }, 400, 'InvalidRequestContent'],
    ['users/ben', { displayName: '' }, 400, 'InvalidRequestContent'],
  ])('PUT %s with %j is %i %s', async (path, body, status, code) => {
    await using server = await startTestServer()
    const answer = await directoryOf(server).call('PUT', path, body)
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
  })

  test('whoever is not there is 404, and deleting them 204', async () => {
    await using server = await startTestServer()
    const { call } = directoryOf(server)
    expect((await call('GET', 'users/nobody')).body.error.code).toBe('UserNotFound')
    expect((await call('POST', 'users/nobody/resetPassword')).status).toBe(404)
    expect((await call('DELETE', 'users/nobody')).status).toBe(204)
  })

  test('read themselves without a role, and nobody else', async () => {
    await using server = await startTestServer()
    const { call, user } = directoryOf(server)
    await user('ben', { password: 'a password of mine' })
    const token = (await signedInUser(server, 'ben', 'a password of mine'))?.token ?? ''
    expect((await call('GET', 'users/BEN', undefined, token)).body.properties.userName).toBe('ben')
    expect((await call('GET', 'users/ana', undefined, token)).status).toBe(403)
    expect((await call('GET', 'users', undefined, token)).status).toBe(403)
    expect((await call('PUT', 'users/ben', { displayName: 'x' }, token)).status).toBe(403)
  })

  test('a new password ends what was signed in with the old one', async () => {
    await using server = await startTestServer()
    const { call, user } = directoryOf(server)
    await user('ben', { password: 'a password of mine' })
    const before = await signedInUser(server, 'ben', 'a password of mine')
    const { body } = await call('POST', 'users/ben/resetPassword')
    expect((await call('GET', 'users/ben', undefined, before?.token)).status).toBe(401)
    expect(await signedInUser(server, 'ben', 'a password of mine')).toBeUndefined()
    const after = await signedInUser(server, 'ben', body.password)
    expect((await call('GET', 'users/ben', undefined, after?.token)).status).toBe(200)
    const chosen = await call('POST', 'users/ben/resetPassword', { password: 'another of my choice' })
    expect(chosen.body).toEqual({ password: 'another of my choice' })
  })

  test('are signed out everywhere, and can sign in again', async () => {
    await using server = await startTestServer()
    const { call, user } = directoryOf(server)
    const password = 'a password of mine'
    await user('ben', { password })
    const before = await signedInUser(server, 'ben', password)
    expect((await call('POST', 'users/ben/signOut')).status).toBe(204)
    expect((await call('GET', 'users/ben', undefined, before?.token)).status).toBe(401)
    const again = await signedInUser(server, 'ben', password)
    expect((await call('GET', 'users/ben', undefined, again?.token)).status).toBe(200)
  })

  test('disabled they are kept out, with all they have kept for them', async () => {
    await using server = await startTestServer()
    const { call, user, assign, assignmentsOf } = directoryOf(server)
    const password = 'a password of mine'
    const id = await user('ben', { password })
    await assign('Reader', id)
    const before = await signedInUser(server, 'ben', password)
    expect((await call('PUT', 'users/ben', { isDisabled: true })).body.properties.isDisabled).toBe(true)
    expect((await call('GET', 'users/ben', undefined, before?.token)).status).toBe(401)
    expect(await signedInUser(server, 'ben', password)).toBeUndefined()
    expect(await assignmentsOf(id)).toHaveLength(1)
    await call('PUT', 'users/ben', { isDisabled: false })
    expect(await signedInUser(server, 'ben', password)).toBeDefined()
  })

  test('deleted, their roles, memberships and sign-ins are gone, and their name is free', async () => {
    await using server = await startTestServer()
    const { call, user, group, assign, assignmentsOf } = directoryOf(server)
    const password = 'a password of mine'
    const id = await user('ben', { password })
    await group('staff', id)
    await assign('Reader', id)
    await assign('Reader', id, '')
    const before = await signedInUser(server, 'ben', password)
    expect((await call('DELETE', 'users/ben')).status).toBe(200)
    expect(await assignmentsOf(id)).toEqual([])
    expect((await call('GET', 'groups/staff/members')).body.value).toEqual([])
    expect((await call('GET', 'users/ben', undefined, before?.token)).status).toBe(401)
    expect((await call('GET', 'users/ben')).status).toBe(404)
    expect(await user('ben')).not.toBe(id)
  })
})
