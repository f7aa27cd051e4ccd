import { expect, test } from 'vitest'
import { readEndpointPath } from './endpoint-path.ts'

test.each([
  ['/T/oauth2/v2.0/token', { alias: 't', inner: '/oauth2/v2.0/token', kind: 'token', isV1: false }],
  ['//t//OAuth2/Token', { alias: 't', inner: '/oauth2/v2.0/token', kind: 'token', isV1: true }],
  ['/adfs/oauth2/devicecode', { alias: 'adfs', inner: '/oauth2/v2.0/devicecode', kind: 'devicecode', isV1: true }],
  ['/t/oauth2/authorize', { alias: 't', inner: '/oauth2/v2.0/authorize', kind: 'authorize', isV1: true }],
  ['/t/discovery/keys', { alias: 't', inner: '/discovery/v2.0/keys', kind: 'other', isV1: true }],
  ['/t/oauth2/v2.0/authorize/aB_-9', { alias: 't', inner: '/oauth2/v2.0/authorize/aB_-9', kind: 'other', isV1: false }],
  ['/t/oauth2/deviceauth', { inner: '/oauth2/deviceauth', kind: 'deviceauth' }],
  ['/t/OAuth2/DeviceAuth/aB_-9', { inner: '/oauth2/deviceauth/aB_-9', kind: 'other' }],
  ['/adfs/.well-known/openid-configuration', { kind: 'discovery' }],
  ['/t/v2.0/.well-known/openid-configuration', { kind: 'discovery' }],
])('%s is understood', (path, expected) => {
  expect(readEndpointPath(path)).toMatchObject(expected)
})

test.each([
  '/',
  '/t',
  '/t/oauth2',
  '/t/oauth2/v2.0/token/x',
  '/t/oauth2/v2.0/authorize/a/b',
  '/t/oauth2/v2.0/authorize/%2e%2e',
  '/t/oauth2/deviceauth/a/b',
])('%s is none of ours', (path) => {
  expect(readEndpointPath(path)).toBeUndefined()
})
