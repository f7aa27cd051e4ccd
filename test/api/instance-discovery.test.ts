import { describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../support/harness.ts'

const ask = (server: TestServer, authority: string) =>
  server.call(
    'GET',
    `/common/discovery/instance?api-version=1.1&authorization_endpoint=${encodeURIComponent(authority)}`,
    undefined,
    { token: null },
  )

describe('GET /common/discovery/instance', () => {
  test('vouches for the installation’s own name, asked for without its port, and says where a tenant is described', async () => {
    await using server = await startTestServer()
    const { tenantId } = server.installation
    const answer = await ask(server, `https://localhost/${tenantId}/oauth2/v2.0/authorize`)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ metadata: [{ preferred_network: 'localhost', aliases: ['localhost'] }] })
    const { origin, pathname } = new URL(answer.body.tenant_discovery_endpoint)
    expect(origin).toBe('https://localhost:8443')
    const described = await server.call('GET', pathname, undefined, { token: null })
    expect(described.body.token_endpoint).toMatch(/^https:\/\/localhost:8443\//)
  })

  test.each(['https://evil.example/t/oauth2/authorize', 'http://localhost/t', 'https://localhost/', 'localhost', ''])(
    'does not vouch for %j',
    async (authority) => {
      await using server = await startTestServer()
      expect(await ask(server, authority)).toMatchObject({ status: 400, body: { error: 'invalid_instance' } })
    },
  )
})
