// One OIDC provider per tenant. The configuration is next door; here are the four things it cannot say: whose word is
// taken for host and scheme, how a client's secret is compared, which assertions count, and the dialect in front.

import { Provider } from 'oidc-provider'
import type { Log } from '../base/log.ts'
import { acceptAssertions, assertionFault } from './client-assertion.ts'
import { type DialectParts, refusalDetail } from './dialect-exchange.ts'
import { dialectMiddleware } from './dialect-middleware.ts'
import { issuerOf } from './discovery-document.ts'
import { type ProviderParts, providerConfiguration } from './provider-configuration.ts'
import { isSecret } from './service-principals.ts'

export type TenantProvider = InstanceType<typeof Provider>

export function createProvider(parts: ProviderParts & DialectParts & { readonly log: Log }): TenantProvider {
  const provider = new Provider(issuerOf(parts.config.endpoint, parts.tenantId), providerConfiguration(parts))
  // Requests come from our gateway alone, which says itself what the client asked for.
  provider.proxy = true
  provider.Client.prototype.compareClientSecret = function (this: { clientSecret?: string }, actual: string) {
    return this.clientSecret !== undefined && isSecret(actual, this.clientSecret)
  }
  acceptAssertions(provider, parts)
  provider.use(dialectMiddleware(parts))
  provider.on('grant.error', (ctx, error) => {
    ctx.state[refusalDetail] = assertionFault(ctx) ?? ('error_detail' in error ? error.error_detail : undefined)
  })
  provider.onerror = (error: Error) => parts.log.warn({ err: error }, 'A request to the identity platform broke')
  provider.on('server_error', (_ctx, error) => parts.log.error({ err: error }, 'The OIDC library failed'))
  return provider
}
