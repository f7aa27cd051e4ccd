import { expect, test } from 'vitest'
import { toAzureDeviceCode, toAzureError, toAzureToken } from './dialect-answer.ts'

const audience = 'https://localhost:8443/'
const body = { access_token: 'jwt', expires_in: 3600, token_type: 'Bearer', scope: 'user_impersonation' }
const asked = { scope: undefined, resource: undefined, grantType: undefined, wantsClientInfo: false }
const facts = { asked, isV1: false, audience, account: undefined, now: 1_000_000_500 }

test('a program gets its token without a scope and with a number of seconds', () => {
  expect(toAzureToken(body, facts)).toEqual({
    access_token: 'jwt',
    token_type: 'Bearer',
    expires_in: 3600,
    ext_expires_in: 3600,
  })
})

test('the older form adds when it expires, as text, and for what it is', () => {
  expect(toAzureToken(body, { ...facts, isV1: true })).toMatchObject({
    expires_in: 3600,
    expires_on: '1003600',
    not_before: '1000000',
    resource: audience,
  })
})

test('a person’s answer names every spelling of the scope and who it was', () => {
  const account = { objectId: 'oid', tenantId: 'tid' }
  const scope = `${audience}/.default offline_access`
  const answer = toAzureToken(body, { ...facts, account, asked: { ...asked, scope, wantsClientInfo: true } })
  expect(String(answer['scope']).split(' ')).toEqual([
    `${audience}/.default`,
    'offline_access',
    `${audience}.default`,
    `${audience}user_impersonation`,
    'openid',
    'profile',
    'email',
  ])
  expect(JSON.parse(Buffer.from(String(answer['client_info']), 'base64url').toString())).toEqual({
    uid: 'oid',
    utid: 'tid',
  })
})

test('a plain sign-in is answered as the standard says', () => {
  expect(toAzureToken(body, { ...facts, audience: undefined })).toBe(body)
})

test('a device code is answered with our page, an interval of a second and no link that carries the code', () => {
  const made = {
    device_code: 'd',
    user_code: 'ABCD-EFGH',
    expires_in: 900,
    verification_uri: 'x',
    verification_uri_complete: 'x?y',
  }
  const page = 'http://carrel.localhost:8444/devicelogin'
  expect(toAzureDeviceCode(made, page)).toEqual({
    device_code: 'd',
    user_code: 'ABCD-EFGH',
    expires_in: 900,
    interval: 1,
    verification_uri: page,
    verification_url: page,
    message: `To sign in, use a web browser to open the page ${page} and enter the code ABCD-EFGH to authenticate.`,
  })
})

const errorFacts = { detail: undefined, traceId: 't', correlationId: 'c', now: 0 }

test.each([
  ['invalid_client', 'invalid secret provided', 7_000_215],
  ['invalid_client', 'client not found', 700_016],
  ['invalid_client', undefined, 7_000_218],
  ['invalid_grant', 'authorization code is expired', 70_008],
  ['invalid_grant', 'authorization code already consumed', 54_005],
  ['invalid_grant', 'refresh token not found', 50_173],
  ['invalid_grant', undefined, 70_000],
  ['invalid_client', 'client assertion tokens must only be used once', 700_024],
  ['invalid_client', 'certificate has expired', 700_027],
  ['slow_down', undefined, 90_055],
  ['expired_token', 'device code is expired', 70_020],
  ['authorization_pending', undefined, 70_016],
  ['something_new', undefined, 90_014],
])('%s (%s) carries the number %i', (error, detail, number) => {
  const answer = toAzureError({ error, error_description: 'said' }, { ...errorFacts, detail })
  expect(answer).toMatchObject({ error, error_codes: [number], timestamp: '1970-01-01 00:00:00Z', trace_id: 't' })
  expect(answer['error_description']).toMatch(new RegExp(`^AADSTS${number}: .+ Trace ID: t Correlation ID: c`))
})

test('a description that has its number keeps it', () => {
  const description = 'AADSTS500011: The resource was not found.'
  const answer = toAzureError({ error: 'invalid_resource', error_description: description }, errorFacts)
  expect(answer['error_codes']).toEqual([500_011])
})
