import { describe, expect, test } from 'vitest'
import { knownApis } from '../identity/known-apis.ts'
import { metadataDocument, metadataVersions } from './metadata-documents.ts'

const facts = { endpoint: 'https://lab.test:8443', domain: 'lab.test' }

describe('the cloud describes itself', () => {
  test('whole, as one object, in a list of one for older clients, and shortly for the oldest', () => {
    const whole = metadataDocument('2022-09-01', facts)
    expect(whole).toMatchObject({
      name: 'Carrel',
      resourceManager: 'https://lab.test:8443/',
      authentication: { loginEndpoint: 'https://lab.test:8443' },
      suffixes: { storage: 'lab.test' },
    })
    expect(metadataDocument('2019-05-01', facts)).toEqual([whole])
    expect(Object.keys(metadataDocument('2015-01-01', facts) as object)).toEqual([
      'galleryEndpoint',
      'graphEndpoint',
      'portalEndpoint',
      'authentication',
    ])
  })

  test('with no address that is not its own, but for the name scripts have for the resource manager', () => {
    for (const version of metadataVersions) {
      const urls = JSON.stringify(metadataDocument(version, facts)).match(/https?:[^"]*/g) ?? []
      expect(new Set(urls.map((url) => new URL(url).hostname))).toEqual(
        new Set(['lab.test', 'portal.azure.lab.test', 'management.azure.com']),
      )
    }
  })

  test('with audiences that its tokens are for, also the one a client makes of the portal', () => {
    const apis = knownApis(facts.endpoint, facts.domain)
    const { portal, authentication } = metadataDocument('2022-09-01', facts) as {
      portal: string
      authentication: { audiences: string[] }
    }
    for (const audience of authentication.audiences) expect(apis.managementAudiences).toContain(audience)
    const afterSecondDot = new URL(portal).hostname.split('.').slice(2).join('.')
    expect(apis.canonicalOf(`https://ml.azure.${afterSecondDot}`)).toBe('https://ml.azure.lab.test/')
  })
})
