// Tokens that look like ours and are not, and ours for something else: none opens the API.

import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createServicePrincipal } from '../../src/identity/service-principals.ts'
import { apiVersion } from '../support/arm-paths.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

type Json = Record<string, unknown>

let server: TestServer
let good: string
let header: Json
let claims: Json
let publicKeys: Json[]

beforeAll(async () => {
  server = await startTestServer()
  good = (await server.principal('Owner')).token
  const [head = '', body = ''] = good.split('.')
  header = decoded(head)
  claims = decoded(body)
  publicKeys = (
    await server.call('GET', `/${server.installation.tenantId}/discovery/v2.0/keys`, undefined, { token: null })
  ).body.keys
})
afterAll(() => server[Symbol.asyncDispose]())

const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Json
const encoded = (part: Json) => Buffer.from(JSON.stringify(part)).toString('base64url')
const statusOf = async (token: string) =>
  (await server.call('GET', `${server.subscription}?${apiVersion}`, undefined, { token })).status

const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ownJwk = () => ({ ...own.publicKey.export({ format: 'jwk' }), kid: 'own', alg: 'RS256', use: 'sig' })

function signed(head: Json, body: Json = claims): string {
  const text = `${encoded({ ...header, ...head })}.${encoded(body)}`
  return `${text}.${sign('sha256', Buffer.from(text), own.privateKey).toString('base64url')}`
}

function keyed(head: Json, secret: string): string {
  const text = `${encoded({ ...header, ...head })}.${encoded(claims)}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

test('ours opens the API', async () => {
  expect(await statusOf(good)).toBe(200)
})

test('one of another key is none, whatever its header says of where that key is', async () => {
  const heads: Json[] = [
    {},
    { jwk: ownJwk() },
    { kid: 'own', jwk: ownJwk() },
    { jku: 'https://localhost:8443/keys.json', kid: 'own' },
    { x5u: 'https://localhost:8443/cert.pem' },
    { x5c: [own.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')] },
    { kid: '../../../../dev/null' },
    { kid: "' or 1=1 --" },
    { kid: '' },
    { kid: ['own'] },
    { crit: ['exp'] },
    { alg: 'PS256' },
    { alg: 'none' },
    { alg: 'None' },
    { alg: 'ES256' },
    { b64: false, crit: ['b64'] },
  ]
  for (const head of heads) expect([head, await statusOf(signed(head))]).toEqual([head, 401])
})

test('our public key is no secret to sign with', async () => {
  for (const jwk of publicKeys) {
    const key = createPublicKey({ key: jwk as never, format: 'jwk' })
    const secrets = [
      key.export({ format: 'pem', type: 'spki' }).toString(),
      key.export({ format: 'pem', type: 'pkcs1' }).toString(),
      JSON.stringify(jwk),
      String(jwk['n']),
      '',
    ]
    for (const secret of secrets) {
      expect(await statusOf(keyed({ alg: 'HS256' }, secret))).toBe(401)
      expect(await statusOf(keyed({}, secret))).toBe(401)
    }
  }
})

test('keys that sign are shown by their public half alone', () => {
  expect(publicKeys.length).toBeGreaterThan(0)
  for (const key of publicKeys) expect(Object.keys(key)).not.toEqual(expect.arrayContaining(['d']))
})

test.each(['https://graph.microsoft.com', 'https://ml.azure.com'])(
  'one of ours for %s does not open this API',
  async (api) => {
    const made = await createServicePrincipal(server.db, { displayName: 'other', now: server.clock.now() })
    const form = { grant_type: 'client_credentials', client_id: made.clientId, client_secret: made.clientSecret ?? '' }
    const { body } = await server.call('POST', `/${server.installation.tenantId}/oauth2/v2.0/token`, undefined, {
      token: null,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      raw: new URLSearchParams({ ...form, scope: `${api}/.default` }).toString(),
    })
    expect(decoded(String(body.access_token).split('.')[1] ?? '')['aud']).toBe(`${api}/`)
    expect(await statusOf(body.access_token)).toBe(401)
  },
)
