// How a program proves who it is with a certificate: it signs a short statement for this token endpoint. The OIDC library
// checks signature and statement; what differs here from a plain set-up is below.

import { errors, type KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { Config } from '../config.ts'
import { useAssertionOnce } from './assertion-replay.ts'
import { issuerOf } from './discovery-document.ts'
import type { AdapterParts } from './oidc-adapter.ts'
import { tenantAliases } from './tenant-aliases.ts'

export interface ClientAssertion {
  readonly jwt: string
  /** The kind of API it is used for; see `KnownApis`. */
  readonly api: string
}

const stateName = 'clientAssertion'
const faultName = 'clientAssertionFault'
const maxLifetimeSeconds = 86_400

export function keepAssertion(ctx: KoaContextWithOIDC, assertion: ClientAssertion | undefined): void {
  ctx.state[stateName] = assertion
}

/** Of the request being answered; undefined: it has none. */
export function currentAssertion(ctx: KoaContextWithOIDC | undefined): ClientAssertion | undefined {
  return ctx?.state[stateName] as ClientAssertion | undefined
}

/** `fault`: why none of the principal's certificates can have signed, for the one who asks why it was refused. */
export function keepAssertionFault(ctx: KoaContextWithOIDC | undefined, fault: string | undefined): void {
  if (ctx !== undefined) ctx.state[faultName] = fault
}

export function assertionFault(ctx: KoaContextWithOIDC): string | undefined {
  return ctx.state[faultName] as string | undefined
}

/** A statement is for any spelling of our token endpoint, and serves once for each kind of API. */
export function acceptAssertions(provider: Provider, parts: AdapterParts & { readonly config: Config }): void {
  const { endpoint, localEndpoint } = parts.config
  const audiences = new Set([
    issuerOf(endpoint, parts.tenantId),
    ...[endpoint, localEndpoint].flatMap((host) => tokenEndpoints(host, parts.tenantId)),
  ])
  provider.OIDCContext.prototype.clientJwtAuthExpectedAudience = () => audiences
  provider.ReplayDetection.unique = (issuer, jti, expiresAt) => {
    const api = currentAssertion(Provider.ctx)?.api ?? ''
    return useAssertionOnce(parts, { issuer, jti, api, expiresAt })
  }
}

function tokenEndpoints(host: string, tenantId: string): string[] {
  return tenantAliases(tenantId).flatMap((alias) => [
    `${host}/${alias}/oauth2/token`,
    `${host}/${alias}/oauth2/v2.0/token`,
  ])
}

/** Nobody gets to sign once and use it for years. */
export function checkAssertionLifetime(_ctx: KoaContextWithOIDC, claims: Readonly<Record<string, unknown>>): void {
  const lifetime = Number(claims['exp']) - Date.now() / 1000
  if (!(lifetime <= maxLifetimeSeconds)) throw new errors.InvalidClientAuth('lifetime of the client assertion')
}
