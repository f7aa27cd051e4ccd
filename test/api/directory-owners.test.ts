// Nobody takes over somebody with more rights, and somebody always remains who can do everything.

import { beforeEach, describe, expect, test } from 'vitest'
import { followOutsideGroups } from '../../src/identity/outside/outside-groups.ts'
import { personHere } from '../../src/identity/outside/outside-person.ts'
import { storedCertificates } from '../../src/identity/principal-certificates.ts'
import { type Directory, directoryOf } from '../support/directory-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { makeCertificate } from '../support/make-certificate.ts'
import { signedInUser } from '../support/signed-in-user.ts'

interface Keeper {
  readonly token: string
  readonly objectId: string
}

/** With a role of their own that lets them keep accounts, and nothing else. */
async function accountKeeper(server: TestServer): Promise<Keeper> {
  const keeper = await server.principal(undefined)
  const name = '5a7d2c1e-0000-4000-8000-000000000001'
  const at = `/providers/Microsoft.Authorization/roleDefinitions/${name}`
  const permissions = [{ actions: ['Carrel.Identity/*'], notActions: [], dataActions: [], notDataActions: [] }]
  const properties = {
    roleName: 'Account keeper',
    description: '',
    type: 'CustomRole',
    assignableScopes: ['/'],
    permissions,
  }
  const made = await server.call('PUT', `${at}?api-version=2022-04-01`, { properties })
  expect(made.body.error).toBeUndefined()
  const assignment = '5a7d2c1e-0000-4000-8000-000000000002'
  const granted = await server.call(
    'PUT',
    `/providers/Microsoft.Authorization/roleAssignments/${assignment}?api-version=2022-04-01`,
    { properties: { roleDefinitionId: at, principalId: keeper.objectId } },
  )
  expect(granted.body.error).toBeUndefined()
  return keeper
}

describe('whoever keeps accounts', () => {
  test('acts on those without roles, and not on those who have what he has not', async () => {
    await using server = await startTestServer()
    const { call, user, group, assign } = directoryOf(server)
    const { token } = await accountKeeper(server)
    const reader = await server.principal('Reader')
    const { certificatePem: certificate } = await makeCertificate()
    const boss = await user('boss')
    await user('intern')
    await assign('Owner', boss)
    const owners = await group('owners')
    await assign('Owner', owners)
    const readers = await group('readers')
    await assign('Reader', readers)
    await group('walkers')

    const attempts = (person: string, program: string, team: string): [string, string, unknown?][] => [
      ['POST', `users/${person}/resetPassword`],
      ['PUT', `users/${person}`, { password: 'a password of mine' }],
      ['PUT', `users/${person}`, { isDisabled: true }],
      ['POST', `servicePrincipals/${program}/resetSecret`],
      ['POST', `servicePrincipals/${program}/addCertificate`, { certificate }],
      ['PUT', `groups/${team}/members/${reader.objectId}`],
      ['DELETE', `groups/${team}/members/${reader.objectId}`],
      ['DELETE', `users/${person}`],
      ['DELETE', `servicePrincipals/${program}`],
      ['DELETE', `groups/${team}`],
    ]
    await call('PUT', `groups/owners/members/${reader.objectId}`)
    await call('PUT', `groups/readers/members/${reader.objectId}`)
    for (const team of ['owners', 'readers']) {
      for (const [method, path, body] of attempts('boss', reader.objectId, team)) {
        const { status, body: said } = await call(method, path, body, token)
        expect([path, status, said.error.code]).toEqual([path, 403, 'AuthorizationFailed'])
      }
    }
    const plain = await server.principal(undefined)
    for (const [method, path, body] of attempts('intern', plain.objectId, 'walkers')) {
      const { status } = await call(method, path, body, token)
      expect([path, status < 300]).toEqual([path, true])
    }
  })

  test('does not reach a role by way of a group inside another', async () => {
    await using server = await startTestServer()
    const { call, group, assign } = directoryOf(server)
    const { token, objectId } = await accountKeeper(server)
    const inner = await group('inner')
    const outer = await group('outer', inner)
    await assign('Owner', outer, '')
    expect((await call('PUT', `groups/inner/members/${objectId}`, undefined, token)).status).toBe(403)
    await call('PUT', 'groups/mine', undefined, token)
    const mine = (await call('GET', 'groups/mine', undefined, token)).body.properties.objectId
    expect((await call('PUT', `groups/outer/members/${mine}`, undefined, token)).status).toBe(403)
    expect((await call('PUT', `groups/mine/members/${outer}`, undefined, token)).status).toBe(201)
  })

  test('may do the same by the directory’s own protocol, and no more', async () => {
    await using server = await startTestServer()
    const { graph, user, group, assign } = directoryOf(server)
    const { token, objectId } = await accountKeeper(server)
    await assign('Owner', await user('boss'))
    const owners = await group('owners')
    await assign('Owner', owners)
    const owner = await server.principal('Owner')
    const member = { '@odata.id': `https://localhost:8443/v1.0/directoryObjects/${objectId}` }
    const attempts: [string, string, unknown?][] = [
      ['PATCH', 'users/boss', { passwordProfile: { password: 'a password of mine' } }],
      ['DELETE', 'users/boss'],
      ['POST', `servicePrincipals/${owner.objectId}/addPassword`, {}],
      ['POST', `applications/${owner.objectId}/addPassword`, {}],
      ['DELETE', `applications/${owner.objectId}`],
      ['POST', `groups/${owners}/members/$ref`, member],
      ['DELETE', `groups/${owners}`],
    ]
    for (const [method, path, body] of attempts) {
      const { status, body: said } = await graph(method, path, body, token)
      expect([path, status, said.error.code]).toEqual([path, 403, 'Authorization_RequestDenied'])
    }
    const nobody = await server.principal(undefined)
    const newcomer = { displayName: 'Ben', userPrincipalName: 'ben', accountEnabled: true }
    const passwordProfile = { password: 'a password of mine' }
    const create = (as: string) => graph('POST', 'users', { ...newcomer, passwordProfile }, as)
    expect((await create(nobody.token)).status).toBe(403)
    expect((await create(token)).status).toBe(201)
  })
})

describe('the last Owner at the root', () => {
  let server: TestServer
  let directory: Directory
  let ana: string
  let scripts: string
  beforeEach(async () => {
    server = await startTestServer()
    directory = directoryOf(server)
    ana = (await directory.call('GET', 'users/ana')).body.properties.objectId
    scripts = (await directory.call('GET', 'servicePrincipals')).body.value[0].properties.objectId
    return () => server[Symbol.asyncDispose]()
  })

  test('is neither deleted nor disabled', async () => {
    const { call } = directory
    expect((await call('DELETE', 'users/ana')).status).toBe(200)
    const refused = await call('DELETE', `servicePrincipals/${scripts}`)
    expect([refused.status, refused.body.error.code]).toEqual([409, 'LastOwner'])
    expect(refused.body.error.message).toContain('Make somebody else Owner')
  })

  test('may be one by a group, and the group and the place in it are kept too', async () => {
    const { call, user, group, assign } = directory
    const staff = await group('staff', await user('ben'))
    const ben = (await call('GET', 'users/ben')).body.properties.objectId
    await assign('Owner', staff, '')
    expect((await call('DELETE', 'users/ana')).status).toBe(200)
    const token = await signedInToken(server, directory, 'ben')
    expect((await call('DELETE', `servicePrincipals/${scripts}`, undefined, token)).status).toBe(200)
    for (const [method, path, body] of [
      ['DELETE', `groups/staff/members/${ben}`],
      ['DELETE', 'groups/staff'],
      ['DELETE', 'users/ben'],
      ['PUT', 'users/ben', { isDisabled: true }],
    ] as const) {
      const answer = await call(method, path, body, token)
      expect([path, answer.status, answer.body.error.code]).toEqual([path, 409, 'LastOwner'])
    }
  })

  test('is not whoever is disabled', async () => {
    const { call } = directory
    expect((await call('PUT', `users/${ana}`, { isDisabled: true })).status).toBe(200)
    expect((await call('DELETE', `servicePrincipals/${scripts}`)).body.error.code).toBe('LastOwner')
  })

  test('is not whoever is let in from outside alone, by a role of his own or in a group that is told from there', async () => {
    const { call, user, group, assign } = directory
    const staff = await group('staff')
    await assign('Owner', staff, '')
    const ben = await user('ben', { password: 'a password of mine' })
    const provider = { issuer: 'https://elsewhere.example', groupMap: { Staff: 'staff' } }
    const visitor = { ...provider, subject: 'z-1', userName: 'zoe', displayName: 'Zoe', groups: [] }
    await assign('Owner', (await personHere(server.db, visitor, server.clock.now())).objectId, '')
    await followOutsideGroups(server.db, provider, { objectId: ben, groups: ['Staff'] })
    expect((await call('DELETE', 'users/ana')).status).toBe(200)
    expect((await call('DELETE', `servicePrincipals/${scripts}`)).body.error.code).toBe('LastOwner')
    // Somebody here says so as well.
    expect((await call('PUT', `groups/staff/members/${ben}`)).status).toBeLessThan(300)
    expect((await call('DELETE', `servicePrincipals/${scripts}`)).status).toBe(200)
  })

  test('keeps the last thing he signs in with', async () => {
    const { call, graph, user, assign } = directory
    expect((await call('DELETE', 'users/ana')).status).toBe(200)
    const program = (await graph('GET', `servicePrincipals/${scripts}`)).body
    const app = (await graph('GET', `applications(appId='${program.appId}')`)).body
    const [{ keyId }] = app.passwordCredentials
    const refused = await graph('POST', `applications/${app.id}/removePassword`, { keyId })
    expect([refused.status, refused.body.error.message]).toEqual([409, expect.stringContaining('Make somebody else')])
    const { certificatePem: certificate } = await makeCertificate()
    const { thumbprint } = (await call('POST', `servicePrincipals/${scripts}/addCertificate`, { certificate })).body
    const path = `servicePrincipals/${scripts}/removeCertificate`
    // Without its secret, and signed in still.
    await server.db.updateTable('service_principals').set({ secret_hash: null }).execute()
    expect((await call('POST', path, { thumbprint })).body.error.code).toBe('LastOwner')
    await assign('Owner', await user('ben', { password: 'a password of mine' }), '')
    expect((await call('POST', path, { thumbprint })).status).toBe(204)
  })

  test('keeps the certificate that is left when another one has expired', async () => {
    const { call } = directory
    const token = await ownerWithoutPassword(server, directory)
    expect((await call('DELETE', 'users/ana')).status).toBe(200)
    const [old, lasting] = [await makeCertificate(), await makeCertificate()]
    const path = `servicePrincipals/${scripts}`
    for (const { certificatePem: certificate } of [old, lasting])
      await call('POST', `${path}/addCertificate`, { certificate })
    const { certificates } = await server.db
      .selectFrom('service_principals')
      .select('certificates')
      .executeTakeFirstOrThrow()
    const kept = storedCertificates(certificates)
    const aged = kept.map((each) => (each.thumbprint === old.thumbprint ? { ...each, notAfter: 1 } : each))
    const columns = { secret_hash: null, certificates: JSON.stringify(aged) }
    await server.db.updateTable('service_principals').set(columns).execute()
    const remove = (thumbprint: string) => call('POST', `${path}/removeCertificate`, { thumbprint }, token)
    expect((await remove(lasting.thumbprint)).body.error.code).toBe('LastOwner')
    expect((await remove(old.thumbprint)).status).toBe(204)
  })

  test('of two deleted at once one remains', async () => {
    const token = await ownerWithoutPassword(server, directory)
    const paths = ['users/ana', `servicePrincipals/${scripts}`]
    const answers = await Promise.all(paths.map((path) => directory.call('DELETE', path, undefined, token)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test('of one deleted and one whose role is taken away at once one remains', async () => {
    const [assignment = ''] = await directory.assignmentsOf(scripts)
    const path = `/providers/Microsoft.Authorization/roleAssignments/${assignment}?api-version=2022-04-01`
    const token = await ownerWithoutPassword(server, directory)
    const answers = await Promise.all([
      server.call('DELETE', path, undefined, { token }),
      directory.call('DELETE', 'users/ana', undefined, token),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })
})

/** The token of one who does not count: whoever asks must not be among those who are taken away meanwhile. */
async function ownerWithoutPassword(server: TestServer, directory: Directory): Promise<string> {
  await directory.assign('Owner', await directory.user('zoe'), '')
  const token = await signedInToken(server, directory, 'zoe')
  await server.db.updateTable('users').set({ password_hash: '' }).where('user_name', '=', 'zoe').execute()
  return token
}

async function signedInToken(server: TestServer, { call }: Directory, name: string): Promise<string> {
  const { password } = (await call('POST', `users/${name}/resetPassword`)).body
  return (await signedInUser(server, name, password))?.token ?? ''
}
