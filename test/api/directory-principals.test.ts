// Programs that sign in by themselves, as an administrator keeps them.

import { describe, expect, test } from 'vitest'
import { directoryOf } from '../support/directory-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { makeCertificate } from '../support/make-certificate.ts'

async function tokenFor({ server, installation }: TestServer, client_id: string, client_secret: string) {
  const answer = await server.app.inject({
    method: 'POST',
    url: `/${installation.tenantId}/oauth2/v2.0/token`,
    headers: {
      host: 'localhost:8443',
      'x-forwarded-proto': 'https',
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'https://localhost:8443/.default',
      client_id,
      client_secret,
    }).toString(),
  })
  return answer.json<{ access_token?: string }>().access_token
}

describe('service principals', () => {
  test('are made with a secret shown once, read by either id, and listed', async () => {
    await using server = await startTestServer()
    const { call } = directoryOf(server)
    const made = await call('POST', 'servicePrincipals', { displayName: 'robot' })
    const { clientId, objectId, clientSecret } = made.body
    expect([made.status, made.body]).toEqual([
      201,
      { clientId, clientSecret, objectId, tenantId: server.installation.tenantId, displayName: 'robot' },
    ])
    const shown = {
      id: `/providers/Carrel.Identity/servicePrincipals/${clientId}`,
      name: clientId,
      type: 'Carrel.Identity/servicePrincipals',
      properties: {
        objectId,
        clientId,
        displayName: 'robot',
        isDisabled: false,
        hasSecret: true,
        certificates: [],
        createdAt: expect.any(String),
      },
    }
    for (const id of [clientId, objectId.toUpperCase()])
      expect((await call('GET', `servicePrincipals/${id}`)).body).toEqual(shown)
    const listed = await call('GET', 'servicePrincipals')
    expect(listed.body.value).toContainEqual(shown)
    expect(JSON.stringify(listed.body)).not.toContain(clientSecret)
    const own = await tokenFor(server, clientId, clientSecret)
    expect((await call('GET', `servicePrincipals/${objectId}`, undefined, own)).status).toBe(200)
    expect((await call('GET', 'servicePrincipals', undefined, own)).status).toBe(403)
  })

  test('a new secret ends the old one, and what it fetched', async () => {
    await using server = await startTestServer()
    const { call } = directoryOf(server)
    const { clientId, objectId, clientSecret } = (await call('POST', 'servicePrincipals', { displayName: 'robot' }))
      .body
    const before = await tokenFor(server, clientId, clientSecret)
    const reset = await call('POST', `servicePrincipals/${objectId}/resetSecret`)
    const { tenantId } = server.installation
    expect(reset.body).toEqual({ clientId, objectId, tenantId, clientSecret: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect((await call('GET', `servicePrincipals/${objectId}`, undefined, before)).status).toBe(401)
    expect(await tokenFor(server, clientId, clientSecret)).toBeUndefined()
    expect(await tokenFor(server, clientId, reset.body.clientSecret)).toBeDefined()
  })

  test('are signed out everywhere, and sign in again', async () => {
    await using server = await startTestServer()
    const { call } = directoryOf(server)
    const { clientId, objectId, clientSecret } = (await call('POST', 'servicePrincipals', { displayName: 'robot' }))
      .body
    const before = await tokenFor(server, clientId, clientSecret)
    expect((await call('POST', `servicePrincipals/${clientId}/signOut`)).status).toBe(204)
    expect((await call('GET', `servicePrincipals/${objectId}`, undefined, before)).status).toBe(401)
    const again = await tokenFor(server, clientId, clientSecret)
    expect((await call('GET', `servicePrincipals/${objectId}`, undefined, again)).status).toBe(200)
  })

  test('take certificates, show them, and lose them', async () => {
    await using server = await startTestServer()
    const { call } = directoryOf(server)
    const { clientId } = (await call('POST', 'servicePrincipals', { displayName: 'robot' })).body
    const { certificatePem: certificate, keyPem, thumbprint } = await makeCertificate()
    const at = `servicePrincipals/${clientId}`
    const added = await call('POST', `${at}/addCertificate`, { certificate })
    expect([added.status, added.body]).toMatchObject([200, { thumbprint, subject: 'CN=a program' }])
    const shown = async () => (await call('GET', at)).body.properties.certificates
    expect(await shown()).toEqual([added.body])
    expect((await call('POST', `${at}/addCertificate`, { certificate: certificate + keyPem })).body.error.code).toBe(
      'InvalidCertificate',
    )
    const remove = async () => (await call('POST', `${at}/removeCertificate`, { thumbprint })).status
    expect([await remove(), await shown(), await remove()]).toEqual([204, [], 404])
  })

  test('deleted they are nobody, with nothing left in their name', async () => {
    await using server = await startTestServer()
    const { call, assign, assignmentsOf } = directoryOf(server)
    const { clientId, objectId, clientSecret } = (await call('POST', 'servicePrincipals', { displayName: 'robot' }))
      .body
    await assign('Reader', objectId)
    expect((await call('DELETE', `servicePrincipals/${clientId}`)).status).toBe(200)
    expect((await call('DELETE', `servicePrincipals/${clientId}`)).status).toBe(204)
    expect(await assignmentsOf(objectId)).toEqual([])
    expect(await tokenFor(server, clientId, clientSecret)).toBeUndefined()
    expect((await call('POST', `servicePrincipals/${clientId}/resetSecret`)).body.error.code).toBe(
      'ServicePrincipalNotFound',
    )
  })
})
