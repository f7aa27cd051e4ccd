import { describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../support/harness.ts'

const endpoint = 'https://localhost:8443'

const read = (server: TestServer, query: string, headers: Record<string, string> = {}) =>
  server.call('GET', `/metadata/endpoints${query}`, undefined, { token: null, headers })

describe('GET /metadata/endpoints', () => {
  test('answers who has not signed in, in the shape of the api-version', async () => {
    await using server = await startTestServer()
    const whole = await read(server, '?api-version=2022-09-01')
    expect(whole.status).toBe(200)
    expect(whole.headers['x-ms-request-id']).toEqual(expect.any(String))
    expect(whole.body).toMatchObject({ name: 'Carrel', resourceManager: `${endpoint}/` })
    expect((await read(server, '?api-version=2019-05-01')).body).toEqual([whole.body])
    expect((await read(server, '?API-VERSION=2015-01-01')).body).toEqual({
      galleryEndpoint: `${endpoint}/`,
      graphEndpoint: `${endpoint}/`,
      portalEndpoint: 'https://portal.azure.localhost/',
      authentication: { loginEndpoint: endpoint, audiences: [`${endpoint}/`, 'https://management.azure.com/'] },
    })
  })

  test('says the same whatever host the request names', async () => {
    await using server = await startTestServer()
    const plain = await read(server, '?api-version=2022-09-01')
    const lured = await read(server, '?api-version=2022-09-01', {
      host: 'evil.example:443',
      'x-forwarded-host': 'evil.example',
    })
    expect(lured.body).toEqual(plain.body)
  })

  test('leads to the sign-in of this installation, and asks for tokens for its own API', async () => {
    await using server = await startTestServer()
    const { body: cloud } = await read(server, '?api-version=2022-09-01')
    const { loginEndpoint, audiences } = cloud.authentication
    const { pathname } = new URL(
      `${loginEndpoint}/${server.installation.tenantId}/v2.0/.well-known/openid-configuration`,
    )
    const document = await server.call('GET', pathname, undefined, { token: null })
    expect(document.body.token_endpoint).toMatch(new RegExp(`^${loginEndpoint}/`))
    expect(audiences[0]).toBe(cloud.resourceManager)
  })

  test.each([
    ['', 'MissingApiVersionParameter'],
    ['?api-version=latest', 'InvalidApiVersionParameter'],
    ['?api-version=2014-01-01', 'NoRegisteredProviderFound'],
    ['?api-version=2022-09-01&api-version=2019-05-01', 'MissingApiVersionParameter'],
  ])('%j is refused', async (query, code) => {
    await using server = await startTestServer()
    const answer = await read(server, query)
    expect([answer.status, answer.body.error.code]).toEqual([400, code])
  })
})
