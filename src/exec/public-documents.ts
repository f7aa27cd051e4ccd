// The two documents that public Azure has and an installation has not: which sign-in hosts are one service, and what the
// public cloud's addresses are. Clients ask for both before anything else and go by the names in them.

import { isManagementHost, isSignInHost, signInHosts } from './azure-hosts.ts'

export interface PublicAnswer {
  readonly status: number
  readonly body: unknown
}

/** The answer to a GET of this host and target (path and query); undefined where Carrel answers. */
export function publicDocument(host: string, target: string, endpoint: string): PublicAnswer | undefined {
  const url = URL.parse(`https://any.invalid${target}`)
  if (url === null) return undefined
  const { pathname, searchParams } = url
  const path = pathname
    .toLowerCase()
    .replace(/\/{2,}/g, '/')
    .replace(/\/$/, '')
  if (isSignInHost(host) && path === '/common/discovery/instance') return instanceDiscovery(searchParams, endpoint)
  if (isManagementHost(host) && path === '/metadata/endpoints') return cloudMetadata(searchParams)
  return undefined
}

/** Also for an authority that names the installation itself, which a client compares without its port. */
function instanceDiscovery(query: URLSearchParams, endpoint: string): PublicAnswer {
  const asked = URL.parse(query.get('authorization_endpoint') ?? '')
  const isOwn = asked?.hostname === new URL(endpoint).hostname
  const tenant = asked?.pathname.split('/')[1]
  if (asked?.protocol !== 'https:' || !tenant || !(isOwn || isSignInHost(asked.hostname))) return invalidInstance
  const origin = isOwn ? endpoint : `https://${asked.hostname}`
  const [preferred = '', cached] = signInHosts
  return {
    status: 200,
    body: {
      tenant_discovery_endpoint: `${origin}/${tenant}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: preferred, preferred_cache: cached, aliases: signInHosts }],
    },
  }
}

const invalidInstance: PublicAnswer = {
  status: 400,
  body: {
    error: 'invalid_instance',
    error_description: 'AADSTS50049: Unknown or invalid instance.',
    error_codes: [50049],
  },
}

/** A list of the whole for the versions in between, one object for newer ones, the short form for the oldest. */
function cloudMetadata(query: URLSearchParams): PublicAnswer {
  const version = [...query].find(([name]) => name.toLowerCase() === 'api-version')?.[1] ?? ''
  if (version < '2018') return { status: 200, body: shortCloud }
  return { status: 200, body: version < '2022' ? [publicCloud] : publicCloud }
}

const authentication = {
  loginEndpoint: 'https://login.microsoftonline.com',
  audiences: ['https://management.core.windows.net/', 'https://management.azure.com/'],
  tenant: 'common',
  identityProvider: 'AAD',
}

const shortCloud = {
  galleryEndpoint: 'https://gallery.azure.com/',
  graphEndpoint: 'https://graph.windows.net/',
  portalEndpoint: 'https://portal.azure.com/',
  authentication: { loginEndpoint: `${authentication.loginEndpoint}/`, audiences: authentication.audiences },
}

const publicCloud = {
  name: 'AzureCloud',
  portal: 'https://portal.azure.com',
  resourceManager: 'https://management.azure.com/',
  gallery: 'https://gallery.azure.com/',
  graph: 'https://graph.windows.net/',
  graphAudience: 'https://graph.windows.net/',
  microsoftGraphResourceId: 'https://graph.microsoft.com/',
  authentication,
  media: 'https://rest.media.azure.net',
  batch: 'https://batch.core.windows.net/',
  sqlManagement: 'https://management.core.windows.net:8443/',
  activeDirectoryDataLake: 'https://datalake.azure.net/',
  logAnalyticsResourceId: 'https://api.loganalytics.io',
  suffixes: {
    storage: 'core.windows.net',
    keyVaultDns: 'vault.azure.net',
    acrLoginServer: 'azurecr.io',
    sqlServerHostname: 'database.windows.net',
    azureDataLakeStoreFileSystem: 'azuredatalakestore.net',
    azureDataLakeAnalyticsCatalogAndJob: 'azuredatalakeanalytics.net',
  },
}
