// A NUL character in what is sent is a 4xx in the words of whoever is asked, on either database: one of them can neither
// keep such a text nor be asked for it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { type PrivatePostgres, postgresBinaries, startPostgres } from '../support/postgres.ts'

const authority = '/providers/Microsoft.Authorization'
const people = '/providers/Carrel.Identity'
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const pages = { host: 'carrel.localhost:8444', 'x-forwarded-proto': 'http' }
const isAssertion = 'client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

describe.each([['SQLite'], ['PostgreSQL']])('a NUL on %s', (kind) => {
  const isInstalled = kind === 'SQLite' || postgresBinaries() !== undefined
  let postgres: PrivatePostgres | undefined
  let server: TestServer
  beforeAll(async () => {
    if (!isInstalled) return
    if (kind === 'PostgreSQL') postgres = await startPostgres()
    server = await startTestServer(postgres === undefined ? {} : { database: { url: await postgres.createDatabase() } })
  })
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]()
    await postgres?.[Symbol.asyncDispose]()
  })

  test.skipIf(!isInstalled)('in an address of ARM is refused in its words', async () => {
    const { subscription } = server
    for (const path of [
      `${subscription}/resourceGroups/a%00?api-version=2022-09-01`,
      `${subscription}/resourceGroups?api-version=2022-09-01&$filter=tagName eq '%00'`,
      `${subscription}/resources?api-version=2022-09-01&$filter=name eq 'a%00b'`,
      `${subscription}/providers/Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01&$filter=resourceGroupName eq '%00'`,
      `${authority}/roleAssignments?api-version=2022-04-01&$filter=principalId eq '%00'`,
      `${authority}/roleDefinitions?api-version=2022-04-01&$filter=roleName eq '%00'`,
      `${people}/users/a%00?api-version=2026-11-01`,
      `${subscription}/resourceGroups?api-version=2022-09-01%00`,
    ]) {
      const { status, body, headers } = await server.call('GET', path)
      expect([path, status, body.error.code]).toEqual([path, 400, 'InvalidRequestUri'])
      expect(headers['x-ms-request-id']).toEqual(expect.any(String))
    }
  })

  test.skipIf(!isInstalled)('in a body is refused, whatever it is to make', async () => {
    const { subscription } = server
    const bodies: [string, unknown][] = [
      [`${subscription}/resourceGroups/x?api-version=2022-09-01`, { location: 'local', tags: { a: '\0' } }],
      [`${subscription}/resourceGroups/x?api-version=2022-09-01`, { location: 'local', tags: { 'a\0': 'b' } }],
      [`${people}/users/ben?api-version=2026-11-01`, { properties: { displayName: 'Ben\0' } }],
      [`${people}/groups/staff?api-version=2026-11-01`, { properties: { displayName: '\0' } }],
    ]
    for (const [path, sent] of bodies) {
      const { status, body } = await server.call('PUT', path, sent)
      expect([path, status, body.error.code]).toEqual([path, 400, 'InvalidRequestContent'])
    }
  })

  test.skipIf(!isInstalled)('sent to the directory is refused in Graph’s words', async () => {
    const answers = [
      await server.call('GET', '/v1.0/users/%00'),
      await server.call('GET', "/v1.0/users?$filter=userPrincipalName eq '%00'"),
      await server.call('POST', '/v1.0/groups', { displayName: 'a\0', mailNickname: 'a', securityEnabled: true }),
    ]
    for (const { status, body } of answers) {
      expect([status, body.error.code]).toEqual([400, 'Request_BadRequest'])
      expect(body.error.message).toContain('NUL')
    }
  })

  test.skipIf(!isInstalled)('sent to ask for a token is refused in OAuth’s words', async () => {
    const at = `/${server.installation.tenantId}/oauth2/v2.0`
    const unknown = assertionOf('\0')
    for (const [path, raw, status, error] of [
      [`${at}/token?x=%00`, 'grant_type=client_credentials&client_id=a&client_secret=x', 400, 'invalid_request'],
      [`${at}/token`, 'grant_type=client_credentials&client_id=%00&client_secret=x', 400, 'invalid_request'],
      [`${at}/token`, 'grant_type=client_credentials&client_id=a&client_secret=%00', 400, 'invalid_request'],
      [`${at}/token`, 'grant_type=client_credentials&client_id=a&x%00=y', 400, 'invalid_request'],
      [`${at}/devicecode`, 'client_id=%00&scope=openid', 400, 'invalid_request'],
      [`${at}/revoke`, 'client_id=%00&token=x', 401, 'invalid_client'],
      [
        `${at}/token`,
        `grant_type=client_credentials&${isAssertion}&client_assertion=${unknown}`,
        401,
        'invalid_client',
      ],
    ] as const) {
      const answer = await server.call('POST', path, undefined, { token: null, headers: form, raw })
      expect([path, raw, answer.status, answer.body.error]).toEqual([path, raw, status, error])
    }
  })

  test.skipIf(!isInstalled)('in the address of a sign-in is refused with a page', async () => {
    const tenant = server.installation.tenantId
    const path = `/${tenant}/oauth2/v2.0/authorize?client_id=%00&response_type=code`
    for (const each of [path, '/login/%00', '/account?x=%00']) {
      const { status, headers, body } = await server.call('GET', each, undefined, { token: null, headers: pages })
      expect([each, status, headers['content-type']]).toEqual([each, 400, 'text/html; charset=utf-8'])
      expect(body).toContain('NUL')
    }
  })
})

/** Signed by nobody. */
function assertionOf(client: string): string {
  const parts = [{ alg: 'RS256' }, { iss: client, sub: client, aud: 'x', jti: 'x', exp: 1 }]
  return [...parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')), 'AAAA'].join('.')
}
