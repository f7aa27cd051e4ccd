// Secrets of every kind, planted through every door, while all goes well and while all goes wrong: the server's log, at its
// most talkative, holds none of them.

import { expect, test } from 'vitest'
import { createLog } from '../../src/base/log.ts'
import { createServicePrincipal } from '../../src/identity/service-principals.ts'
import { batchCall, clusterBody, fileServerBody, makeBatchWorkspace } from '../support/batch-steps.ts'
import { deploy, ended, template, workspace } from '../support/deployment-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const planted = (what: string) => `planted-${what}-9f8e7d`

async function askForTokens(server: TestServer): Promise<string[]> {
  const made = await createServicePrincipal(server.db, { displayName: 'one', now: server.clock.now() })
  const ask = (form: Record<string, string>) =>
    server.call('POST', `/${server.installation.tenantId}/oauth2/v2.0/token`, undefined, {
      token: null,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      raw: new URLSearchParams({
        client_id: made.clientId,
        scope: 'https://localhost:8443/.default',
        ...form,
      }).toString(),
    })
  const good = { grant_type: 'client_credentials', client_secret: made.clientSecret ?? '' }
  const { body } = await ask(good)
  expect(body.access_token).toMatch(/^ey/)
  await ask({ ...good, client_secret: planted('guess') })
  await ask({ grant_type: 'refresh_token', refresh_token: planted('refresh') })
  await ask({ grant_type: 'authorization_code', code: planted('code'), code_verifier: planted('verifier') })
  await ask({ grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: planted('device') })
  return [body.access_token, made.clientSecret ?? '']
}

async function makeThings(server: TestServer, name: string): Promise<void> {
  const { clusterId, fileServerId } = await makeBatchWorkspace(server)
  const setupTask = {
    commandLine: 'true',
    stdOutErrPathPrefix: '/x',
    secrets: [{ name: 'TOKEN', value: planted('task') }],
  }
  const userAccountSettings = { adminUserName: 'ana', adminUserPassword: planted('password') }
  await batchCall(server, 'PUT', clusterId(name), clusterBody({ userAccountSettings, nodeSetup: { setupTask } }))
  const sshConfiguration = { userAccountSettings: { adminUserName: 'ana', adminUserPassword: planted('files') } }
  await batchCall(server, 'PUT', fileServerId(name), fileServerBody({ sshConfiguration }))
  await deploy(server, name, {
    template: template({
      parameters: { password: { type: 'securestring' } },
      resources: [workspace('ws1', { kind: "[parameters('password')]" })],
    }),
    parameters: { password: { value: planted('parameter') } },
  })
  await server.call('PUT', `${server.subscription}?api-version=2022-12-01`, undefined, {
    raw: `{"a":"${planted('body')}`,
  })
  await server.call('GET', '/subscriptions?api-version=2022-12-01', undefined, { token: `ey.${planted('token')}.x` })
  await server.call('GET', `/.carrel/callback?code=${planted('query')}&state=x`, undefined, { token: null })
}

test('in the log stands no secret, whatever happens', async () => {
  const lines: string[] = []
  const log = createLog('test', 'trace', { write: (line) => void lines.push(line) })
  await using server = await startTestServer({ log })
  const tokens = await askForTokens(server)
  await makeThings(server, 'well')
  await ended(server, 'well')
  server.engine.knobs.failing = (method, key) => new Error(`${method} of ${key}`)
  await makeThings(server, 'failing')
  await server.settle()
  server.engine.knobs.failing = undefined
  await server.db.schema.alterTable('claims').renameTo('claims_gone').execute()
  await makeThings(server, 'broken').catch(() => undefined)
  await server.db.schema.alterTable('claims_gone').renameTo('claims').execute()
  const all = lines.join('\n')
  expect(all).toContain('reconcile failed')
  expect(all).toContain('request failed')
  expect(all).not.toContain('planted-')
  for (const token of tokens) expect(all).not.toContain(token)
})
