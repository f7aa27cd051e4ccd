// Replacing the keys that sign tokens: what was signed before counts no more, and whoever may sign in still may.

import { expect, test } from 'vitest'
import { directoryOf } from '../support/directory-steps.ts'
import { startTestServer } from '../support/harness.ts'
import { signedInUser } from '../support/signed-in-user.ts'

const read = 'subscriptions?api-version=2022-12-01'

test('after a rotation old tokens are refused with a claims challenge, and new ones count at once', async () => {
  await using server = await startTestServer()
  const { call, user, assign } = directoryOf(server)
  const id = await user('ben', { password: 'a long enough password' })
  await assign('Reader', id)
  const signIn = () => signedInUser(server, 'ben', 'a long enough password')
  const before = await signIn()
  const status = async (token: string | undefined) =>
    (await server.call('GET', `/${read}`, undefined, { token: token ?? '' })).status
  expect(await status(before?.token)).toBe(200)

  const listed = await call('GET', 'signingKeys')
  const { kid } = headerOf(before?.token)
  expect(listed.body).toEqual({
    value: [
      {
        id: `/providers/Carrel.Identity/signingKeys/${kid}`,
        name: kid,
        type: 'Carrel.Identity/signingKeys',
        properties: { signsFrom: expect.any(String), isSigning: true },
      },
    ],
  })
  const rotated = await call('POST', 'signingKeys/default/rotate')
  expect([rotated.status, rotated.body.value]).toEqual([200, [expect.objectContaining({ type: expect.any(String) })]])
  expect(rotated.body.value[0].name).not.toBe(kid)

  const refused = await server.call('GET', `/${read}`, undefined, { token: before?.token ?? '' })
  expect(refused.status).toBe(401)
  expect(String(refused.headers['www-authenticate'])).toContain('claims=')
  expect((await call('GET', 'users')).status).toBe(401)
  const after = await signIn()
  expect(headerOf(after?.token).kid).toBe(rotated.body.value[0].name)
  expect(await status(after?.token)).toBe(200)
})

test('there is one set of keys, nothing is told of them but their names, and only the root may replace them', async () => {
  await using server = await startTestServer()
  const { call } = directoryOf(server)
  expect(await call('POST', 'signingKeys/others/rotate')).toMatchObject({
    status: 404,
    body: { error: { code: 'SigningKeysNotFound' } },
  })
  const owner = await server.principal('Owner')
  for (const [method, path] of [
    ['GET', 'signingKeys'],
    ['POST', 'signingKeys/default/rotate'],
  ] as const)
    expect(await call(method, path, undefined, owner.token)).toMatchObject({
      status: 403,
      body: { error: { code: 'AuthorizationFailed' } },
    })
  expect((await call('GET', 'signingKeys')).status).toBe(200)
})

function headerOf(token = ''): { kid: string } {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8'))
}
