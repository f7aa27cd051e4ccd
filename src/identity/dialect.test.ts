import { expect, test } from 'vitest'
import { toStandardRequest } from './dialect.ts'
import { knownApis } from './known-apis.ts'

const endpoint = 'https://localhost:8443'
const apis = knownApis(endpoint, 'localhost')
const urn = 'urn:ietf:params:oauth:grant-type:device_code'
const secret = { client_id: 'id', client_secret: 's', grant_type: 'client_credentials' }
const cli = { client_id: '04b07795-8ddb-461a-bbee-02f9e1bf7b46' }

const token = (sent: Record<string, string | string[]>) => toStandardRequest('token', sent, apis).parameters
const standard = { ...secret, resource: `${endpoint}/`, scope: 'user_impersonation' }

test.each([
  ['az', { ...secret, client_info: '1', scope: `${endpoint}//.default`, claims: '{}' }, { client_info: '1' }],
  ['the Python SDK', { ...secret, scope: `${endpoint}/.default` }, {}],
  ['az batchai', { ...secret, resource: `${endpoint}/` }, {}],
  ['a client that names no API', { ...secret }, {}],
  ['a client that shouts', { ...secret, scope: `${endpoint.toUpperCase()}/.default` }, {}],
])('a service principal of %s asks for one canonical resource', (_who, sent, more) => {
  expect(token(sent)).toEqual({ ...standard, ...more })
})

test.each([
  ['https://management.azure.com/.default', 'https://management.azure.com/'],
  ['https://management.core.windows.net//.default', 'https://management.core.windows.net/'],
  ['https://ml.azure.com/.default', 'https://ml.azure.com/'],
  ['https://vault.azure.net/.default', 'https://vault.azure.net'],
  ['00000003-0000-0000-c000-000000000000/.default', 'api://00000003-0000-0000-c000-000000000000'],
])('%s asks for %s', (scope, resource) => {
  expect(token({ ...secret, scope })['resource']).toBe(resource)
})

test('a refresh and a code keep the API and drop the scope', () => {
  const scope = `${endpoint}//.default offline_access openid profile`
  const refresh = { ...cli, grant_type: 'refresh_token', refresh_token: 'r' }
  expect(token({ ...refresh, scope })).toEqual({ ...refresh, resource: `${endpoint}/` })
  const code = { ...cli, grant_type: 'authorization_code', code: 'c', code_verifier: 'v' }
  expect(token(code)).toEqual({ ...code, resource: undefined })
})

test('both spellings of the device code mean the same', () => {
  const full = { ...cli, grant_type: urn, device_code: 'd', code: 'd', client_info: '1' }
  expect(token(full)).toMatchObject({ grant_type: urn, device_code: 'd' })
  expect(token({ ...cli, grant_type: 'device_code', code: 'd' })).toMatchObject({ grant_type: urn, device_code: 'd' })
})

test('a sign-in covers every API, the asked one first, and brings a refresh token', () => {
  for (const kind of ['devicecode', 'authorize'] as const) {
    const sent = { ...cli, scope: 'https://management.azure.com/.default openid' }
    const { parameters } = toStandardRequest(kind, sent, apis)
    expect(parameters['scope']).toBe('openid profile offline_access user_impersonation')
    expect(parameters['resource']?.[0]).toBe('https://management.azure.com/')
    expect(new Set(parameters['resource'])).toEqual(new Set(apis.canonical))
  }
})

test('a sign-in that asks for no API is left alone', () => {
  const sent = { client_id: 'app:a-lab', scope: 'openid profile', state: 's' }
  expect(toStandardRequest('authorize', sent, apis).parameters).toEqual(sent)
})

test('what the client asked for is remembered as it spelled it', () => {
  const sent = { ...secret, client_info: '1', scope: `${endpoint}//.default` }
  expect(toStandardRequest('token', sent, apis).asked).toEqual({
    scope: `${endpoint}//.default`,
    resource: undefined,
    grantType: 'client_credentials',
    wantsClientInfo: true,
  })
})

test('a repeated parameter is passed on as repeated, for the library to refuse', () => {
  expect(token({ ...secret, client_secret: ['a', 'b'] })['client_secret']).toEqual(['a', 'b'])
})
