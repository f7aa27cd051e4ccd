// The cloud's description of itself, from which Azure's clients learn every other address. Built from the configuration
// alone, never from what a request says of its host: a client believes these addresses with its secrets.

export const metadataVersions = ['2015-01-01', '2019-05-01', '2022-09-01'] as const

export interface CloudFacts {
  /** `https://localhost:8443`, without a slash at its end. */
  readonly endpoint: string
  /** Under which the names stand that nothing answers at, and the portal's. */
  readonly domain: string
}

const cloudName = 'Carrel'

/** The answer for one of `metadataVersions`: the short form, then a list of the whole, then the whole by itself. */
export function metadataDocument(version: string, facts: CloudFacts): unknown {
  if (version === '2015-01-01') return shortDocument(facts)
  const cloud = wholeDocument(facts)
  return version === '2019-05-01' ? [cloud] : cloud
}

function shortDocument({ endpoint, domain }: CloudFacts) {
  return {
    galleryEndpoint: `${endpoint}/`,
    graphEndpoint: `${endpoint}/`,
    portalEndpoint: portal(domain),
    authentication: { loginEndpoint: endpoint, audiences: audiences(endpoint) },
  }
}

/** Without `vmImageAliasDoc` a client uses the list it brings along. */
function wholeDocument({ endpoint, domain }: CloudFacts) {
  const here = `${endpoint}/`
  return {
    name: cloudName,
    portal: portal(domain),
    resourceManager: here,
    gallery: here,
    graph: here,
    graphAudience: here,
    microsoftGraphResourceId: here,
    authentication: {
      loginEndpoint: endpoint,
      audiences: audiences(endpoint),
      tenant: 'common',
      identityProvider: 'AAD',
    },
    media: endpoint,
    batch: here,
    sqlManagement: endpoint,
    activeDirectoryDataLake: endpoint,
    logAnalyticsResourceId: endpoint,
    suffixes: { storage: domain, keyVaultDns: `vault.${domain}`, acrLoginServer: `azurecr.${domain}` },
  }
}

/** Clients of the workspace service ask for a token for what follows the second dot: `https://ml.azure.{domain}`. */
function portal(domain: string): string {
  return `https://portal.azure.${domain}/`
}

/** The first is what clients ask a token for; the second is written into scripts. */
function audiences(endpoint: string): string[] {
  return [`${endpoint}/`, 'https://management.azure.com/']
}
