import { describe, expect, test } from 'vitest'
import { publicDocument } from './public-documents.ts'

const endpoint = 'https://lab.test:8443'

describe('instance discovery', () => {
  const ask = (authority: string) =>
    publicDocument(
      'login.microsoftonline.com',
      `/common/discovery/instance?api-version=1.1&authorization_endpoint=${encodeURIComponent(authority)}`,
      endpoint,
    )

  test('says that the sign-in hosts are one service, and where a tenant is described', () => {
    const answer = ask('https://login.windows.net/contoso/oauth2/v2.0/authorize')
    expect(answer).toMatchObject({
      status: 200,
      body: { tenant_discovery_endpoint: 'https://login.windows.net/contoso/v2.0/.well-known/openid-configuration' },
    })
    expect(answer?.body).toHaveProperty('metadata.0.aliases', expect.arrayContaining(['sts.windows.net']))
  })

  test('knows the installation by its name, which a client asks for without the port', () => {
    expect(ask('https://lab.test/contoso/oauth2/authorize')?.body).toMatchObject({
      tenant_discovery_endpoint: 'https://lab.test:8443/contoso/v2.0/.well-known/openid-configuration',
    })
  })

  test.each([
    'https://evil.example/t/oauth2/authorize',
    'http://login.windows.net/t',
    'https://login.windows.net/',
    '',
  ])('does not vouch for %j', (authority) =>
    expect(ask(authority)).toMatchObject({ status: 400, body: { error: 'invalid_instance' } }),
  )
})

describe('the description of the public cloud', () => {
  const ask = (version: string) =>
    publicDocument('management.azure.com', `//Metadata/endpoints/?API-version=${version}`, endpoint)?.body

  test('comes in the shape that the asked version has', () => {
    const whole = ask('2022-09-01')
    expect(whole).toMatchObject({ name: 'AzureCloud', resourceManager: 'https://management.azure.com/' })
    expect(ask('2019-05-01')).toEqual([whole])
    expect(ask('2015-01-01')).toMatchObject({ portalEndpoint: 'https://portal.azure.com/' })
  })
})

test('everything else is Carrel’s to answer', () => {
  expect(publicDocument('management.azure.com', '/subscriptions?api-version=2022-12-01', endpoint)).toBeUndefined()
  expect(publicDocument('graph.microsoft.com', '/metadata/endpoints', endpoint)).toBeUndefined()
  expect(publicDocument('management.azure.com', '/common/discovery/instance', endpoint)).toBeUndefined()
})
