// The directory as Azure's tools ask for it: Microsoft Graph 1.0, and Azure AD Graph 1.6 for those of 2019.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Directory, directoryOf } from '../support/directory-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { makeCertificate } from '../support/make-certificate.ts'
import { signedInUser } from '../support/signed-in-user.ts'

let server: TestServer
let directory: Directory
const ids: Record<string, string> = {}
let program: { clientId: string; objectId: string }
let nobody = ''

beforeAll(async () => {
  server = await startTestServer()
  directory = directoryOf(server)
  const { user, group, call } = directory
  ids['ben'] = await user('ben@lab.example', { displayName: 'Ben Ek', password: 'a password of mine' })
  ids['bea'] = await user('bea', { displayName: 'Bea Öst' })
  ids['inner'] = await group('inner', ids['ben'])
  ids['staff'] = await group('staff', ids['inner'], ids['bea'])
  program = (await call('POST', 'servicePrincipals', { displayName: 'robot' })).body
  nobody = (await server.principal(undefined)).token
})
afterAll(() => server[Symbol.asyncDispose]())

const get = (path: string, token = nobody) => directory.graph('GET', path, undefined, token)
const filter = (list: string, text: string) => get(`${list}?$filter=${encodeURIComponent(text)}`)
const idsIn = ({ body }: { body: { value: { id: string }[] } }) => body.value.map(({ id }) => id)

describe('Microsoft Graph, for whoever is signed in', () => {
  test('finds a program by every name that clients know it by', async () => {
    const { clientId, objectId } = program
    for (const text of [
      `servicePrincipalNames/any(c:c eq '${clientId}')`,
      `appId eq '${clientId.toUpperCase()}'`,
      `displayName eq 'robot'`,
      `startswith(displayName,'rob')`,
    ]) {
      const answer = await filter('servicePrincipals', text)
      expect(answer.body).toMatchObject({
        '@odata.context': 'https://localhost:8443/v1.0/$metadata#servicePrincipals',
        value: [{ id: objectId, appId: clientId, displayName: 'robot', servicePrincipalNames: [clientId] }],
      })
    }
    const one = { id: objectId, appId: clientId, '@odata.type': '#microsoft.graph.servicePrincipal' }
    for (const path of [`servicePrincipals/${objectId}`, `servicePrincipals(appId='${clientId}')`])
      expect((await get(path)).body).toMatchObject(one)
    expect((await get(`applications(appId='${clientId}')`)).body).toMatchObject({ id: objectId, appId: clientId })
    expect(JSON.stringify((await get('servicePrincipals')).body)).not.toMatch(/"secretText":"/)
  })

  test('finds people by id, principal name and the beginning of what they are called', async () => {
    const ben = { id: ids['ben'], userPrincipalName: 'ben@lab.example', displayName: 'Ben Ek', accountEnabled: true }
    for (const path of [`users/${ids['ben']}`, 'users/BEN@lab.example', `users('ben@lab.example')`])
      expect((await get(path)).body).toMatchObject(ben)
    expect(idsIn(await filter('users', `userPrincipalName eq 'ben@lab.example'`))).toEqual([ids['ben']])
    expect(idsIn(await filter('users', `startswith(displayName,'be')`)).toSorted()).toEqual(
      [ids['bea'], ids['ben']].toSorted(),
    )
    expect((await get('users/bea?$select=displayName')).body).toEqual({
      '@odata.type': '#microsoft.graph.user',
      id: ids['bea'],
      displayName: 'Bea Öst',
    })
  })

  test('knows groups, who is in them, and which somebody is in', async () => {
    expect((await filter('groups', `startswith(displayName,'sta')`)).body.value).toMatchObject([
      { id: ids['staff'], displayName: 'staff', mailNickname: 'staff', securityEnabled: true },
    ])
    const members = (await get(`groups/${ids['staff']}/members`)).body.value
    expect(members.map((each: { '@odata.type': string }) => each['@odata.type']).toSorted()).toEqual([
      '#microsoft.graph.group',
      '#microsoft.graph.user',
    ])
    const both = [ids['inner'], ids['staff']].toSorted()
    expect(idsIn(await get(`users/${ids['ben']}/memberOf`)).toSorted()).toEqual(both)
    const groups = await directory.graph(
      'POST',
      `users/${ids['ben']}/getMemberGroups`,
      { securityEnabledOnly: false },
      nobody,
    )
    expect(groups.body.value.toSorted()).toEqual(both)
    const asked = { groupIds: [ids['staff'], ids['bea']] }
    const checked = await directory.graph('POST', `directoryObjects/${ids['ben']}/checkMemberGroups`, asked, nobody)
    expect(checked.body.value).toEqual([ids['staff']])
  })

  test('answers objects by their ids, leaving out those of nobody', async () => {
    const asked = [ids['ben'], ids['staff'], program.objectId, '11111111-2222-3333-4444-555555555555']
    const post = (types?: string[]) =>
      directory.graph('POST', 'directoryObjects/getByIds', { ids: asked, types }, nobody)
    const kinds = async (types?: string[]) =>
      (await post(types)).body.value.map((each: { '@odata.type': string }) => each['@odata.type'].split('.').at(-1))
    expect(await kinds(['user', 'group', 'servicePrincipal', 'directoryObjectPartnerReference'])).toEqual([
      'user',
      'group',
      'servicePrincipal',
    ])
    expect(await kinds()).toHaveLength(3)
    expect(await kinds(['group'])).toEqual(['group'])
    expect((await get(`directoryObjects/${ids['staff']}`)).body).toMatchObject({ displayName: 'staff' })
    const tooMany = { ids: Array.from({ length: 1001 }, () => ids['ben']) }
    expect((await directory.graph('POST', 'directoryObjects/getByIds', tooMany, nobody)).status).toBe(400)
  })

  test('tells a person of himself, and a program that it is none', async () => {
    const ben = await signedInUser(server, 'ben@lab.example', 'a password of mine')
    expect((await get('me', ben?.token)).body).toMatchObject({ id: ids['ben'] })
    expect(idsIn(await get('me/memberOf', ben?.token))).toHaveLength(2)
    expect((await get('me')).status).toBe(400)
  })

  test('pages through a list, each once, whatever is made meanwhile', async () => {
    const seen: string[] = []
    for (let path = 'users?$top=1'; path !== ''; ) {
      const answer = await get(path)
      seen.push(...idsIn(answer))
      path = answer.body['@odata.nextLink']?.replace('https://localhost:8443/v1.0/', '') ?? ''
      if (seen.length === 1) await directory.user('made-meanwhile')
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining([ids['ben'], ids['bea']]))
  })

  test.each([
    ['users?$orderby=displayName', 400, 'Request_UnsupportedQuery'],
    ['users?$filter=nonsense', 400, 'Request_UnsupportedQuery'],
    ['users?$top=0', 400, 'Request_BadRequest'],
    ['users?$skiptoken=x', 400, 'Directory_ExpiredPageToken'],
    ['users/nobody', 404, 'Request_ResourceNotFound'],
    ['groups/nobody/members', 404, 'Request_ResourceNotFound'],
    ['devices', 404, 'Request_ResourceNotFound'],
    ['', 404, 'Request_ResourceNotFound'],
  ])('%s: %i %s', async (path, status, code) => {
    const answer = await get(path)
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
    expect(answer.body.error.innerError['request-id']).toBe(answer.headers['x-ms-request-id'])
  })

  test('is not for whoever is not signed in', async () => {
    const anonymous = await server.call('GET', '/v1.0/users', undefined, { token: null })
    expect([anonymous.status, anonymous.body.error.code]).toEqual([401, 'AuthenticationFailed'])
    expect(anonymous.headers['www-authenticate']).toContain('authorization_uri')
    expect((await get('users', 'x.y.z')).status).toBe(401)
    const refused = await directory.graph('PUT', 'users/ben', {}, nobody)
    expect([refused.status, refused.body.error.message]).toEqual([
      405,
      expect.stringContaining('only GET, PATCH, DELETE'),
    ])
  })
})

describe('what changes the directory', () => {
  const admin = (method: string, path: string, body?: unknown) => directory.graph(method, path, body)

  test('needs the action that it needs through the API', async () => {
    const attempts: [string, string, unknown, string][] = [
      ['POST', 'users', {}, 'users/write'],
      ['PATCH', `users/${ids['ben']}`, {}, 'users/write'],
      ['DELETE', `users/${ids['ben']}`, undefined, 'users/delete'],
      ['POST', 'groups', {}, 'groups/write'],
      ['DELETE', `groups/${ids['staff']}`, undefined, 'groups/delete'],
      ['POST', `groups/${ids['staff']}/members/$ref`, {}, 'groups/members/write'],
      ['DELETE', `groups/${ids['staff']}/members/${ids['bea']}/$ref`, undefined, 'groups/members/delete'],
      ['POST', 'applications', {}, 'servicePrincipals/write'],
      ['POST', 'servicePrincipals', {}, 'servicePrincipals/write'],
      ['PATCH', `applications/${program.objectId}`, {}, 'servicePrincipals/write'],
      ['DELETE', `servicePrincipals/${program.objectId}`, undefined, 'servicePrincipals/delete'],
      ['POST', `applications/${program.objectId}/addPassword`, {}, 'servicePrincipals/resetSecret/action'],
      ['POST', `servicePrincipals/${program.objectId}/removePassword`, {}, 'servicePrincipals/resetSecret/action'],
    ]
    for (const [method, path, body, action] of attempts) {
      const { status, body: said } = await directory.graph(method, path, body, nobody)
      expect([path, status, said.error.code]).toEqual([path, 403, 'Authorization_RequestDenied'])
      expect(said.error.message).toContain(`'Carrel.Identity/${action}'`)
    }
  })

  test('is refused where it asks for what nothing here does', async () => {
    const user = { userPrincipalName: 'new', displayName: 'New', accountEnabled: true }
    const passwordProfile = { password: 'a password of mine', forceChangePasswordNextSignIn: true }
    expect((await admin('POST', 'users', { ...user, passwordProfile })).status).toBe(400)
    expect((await admin('POST', 'users', { ...user, passwordProfile: {} })).status).toBe(400)
    expect((await admin('POST', 'users', { ...user, passwordProfile, jobTitle: 'x' })).status).toBe(400)
    const group = { displayName: 'g', mailNickname: 'g' }
    for (const more of [
      { mailEnabled: true },
      { securityEnabled: false },
      { description: 'x' },
      { groupTypes: ['Unified'] },
    ])
      expect((await admin('POST', 'groups', { ...group, ...more })).status).toBe(400)
  })

  test('makes a program with a certificate in the key it is sent', async () => {
    const { certificatePem, thumbprint } = await makeCertificate()
    const key = certificatePem.replaceAll(/-----[^-]+-----/g, '').trim()
    const made = await admin('POST', 'applications', {
      displayName: 'signer',
      keyCredentials: [{ key, type: 'AsymmetricX509Cert', usage: 'Verify' }],
    })
    expect(made.body).toMatchObject({ passwordCredentials: [], keyCredentials: [{ customKeyIdentifier: thumbprint }] })
    const broken = { displayName: 'broken', keyCredentials: [{ key: 'bm8gY2VydGlmaWNhdGU=' }] }
    expect((await admin('POST', 'applications', broken)).status).toBe(400)
    expect((await admin('GET', "applications?$filter=displayName eq 'broken'")).body.value).toEqual([])
    expect((await admin('POST', 'servicePrincipals', { appId: made.body.appId })).body).toMatchObject({
      id: made.body.id,
    })
  })

  test('replaces a secret, and takes away the one that is named', async () => {
    const { body: made } = await admin('POST', 'applications', { displayName: 'changer' })
    const secret = async () => (await admin('GET', `applications/${made.id}`)).body.passwordCredentials[0]?.keyId
    const first = await admin('POST', `applications/${made.id}/addPassword`, {
      passwordCredential: { displayName: 'a' },
    })
    expect(first.body).toMatchObject({ secretText: expect.stringMatching(/^[0-9a-f]{64}$/), keyId: await secret() })
    const second = await admin('POST', `servicePrincipals/${made.id}/addPassword`)
    expect(await secret()).toBe(second.body.keyId)
    const remove = (keyId: string) => admin('POST', `applications/${made.id}/removePassword`, { keyId })
    expect((await remove(first.body.keyId)).status).toBe(404)
    expect((await remove(second.body.keyId)).status).toBe(204)
    expect(await secret()).toBeUndefined()
  })
})

describe('Azure AD Graph, for the tools of 2019', () => {
  const old = (method: string, path: string, body?: unknown, tenant = server.installation.tenantId) =>
    server.call(method, `/${tenant}/${path}${path.includes('?') ? '&' : '?'}api-version=1.6`, body, { token: nobody })

  test('answers the same under its own names', async () => {
    const { clientId, objectId } = program
    const text = encodeURIComponent(`servicePrincipalNames/any(c:c eq '${clientId}')`)
    const found = { objectId, objectType: 'ServicePrincipal', appId: clientId, displayName: 'robot' }
    for (const tenant of [server.installation.tenantId, 'myorganization', 'adfs'])
      expect((await old('GET', `servicePrincipals?$filter=${text}`, undefined, tenant)).body.value).toMatchObject([
        found,
      ])
    expect((await old('GET', `users/${ids['ben']}`)).body).toMatchObject({
      objectId: ids['ben'],
      objectType: 'User',
      'odata.type': 'Microsoft.DirectoryServices.User',
      userPrincipalName: 'ben@lab.example',
    })
    const objectIds = [ids['ben'], ids['staff'], objectId]
    const named = await old('POST', 'getObjectsByObjectIds', { objectIds, includeDirectoryObjectReferences: true })
    expect(named.body.value.map((each: { objectType: string }) => each.objectType)).toEqual([
      'User',
      'Group',
      'ServicePrincipal',
    ])
    const page = await old('GET', 'users?$top=1')
    expect(page.body['odata.nextLink']).toMatch(/^users\?.*skiptoken=/)
    expect((await old('GET', page.body['odata.nextLink'])).body.value).toHaveLength(1)
  })

  test('refuses in its own words, and changes nothing', async () => {
    const missing = await old('GET', 'users/nobody')
    expect([missing.status, missing.body]).toEqual([
      404,
      { 'odata.error': { code: 'Request_ResourceNotFound', message: { lang: 'en', value: expect.any(String) } } },
    ])
    expect((await old('POST', 'users', {})).status).toBe(405)
    expect((await old('GET', 'users', undefined, 'somebody-elses')).status).toBe(404)
  })
})
