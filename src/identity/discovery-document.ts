// The document clients read first. The OIDC library's own cannot know under which tenant name it was asked.

import { deviceCodeGrant } from './dialect.ts'

export interface DiscoveryFacts {
  /** `https://localhost:8443`. */
  readonly endpoint: string
  /** Where a person signs in: on loopback plain HTTP, so that no browser warns of our certificate. */
  readonly browserEndpoint: string
  readonly tenantId: string
  /** Under which the document was asked for; its URLs stay under it. */
  readonly alias: string
}

export function issuerOf(endpoint: string, tenantId: string): string {
  return `${endpoint}/${tenantId}/v2.0`
}

export function discoveryDocument({ endpoint, browserEndpoint, tenantId, alias }: DiscoveryFacts): object {
  // Clients that speak to AD FS derive the older paths themselves.
  const version = alias === 'adfs' ? '' : '/v2.0'
  const at = (base: string, name: string) => `${base}/${alias}/oauth2${version}/${name}`
  return {
    issuer: issuerOf(endpoint, tenantId),
    authorization_endpoint: at(browserEndpoint, 'authorize'),
    token_endpoint: at(endpoint, 'token'),
    device_authorization_endpoint: at(endpoint, 'devicecode'),
    end_session_endpoint: at(browserEndpoint, 'logout'),
    jwks_uri: `${endpoint}/${alias}/discovery${version}/keys`,
    userinfo_endpoint: `${endpoint}/${alias}/openid/userinfo`,
    response_types_supported: ['code', 'none'],
    response_modes_supported: ['query', 'form_post'],
    grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token', deviceCodeGrant],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'private_key_jwt', 'none'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256', 'PS256'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'tid', 'oid', 'upn', 'preferred_username', 'name', 'ver'],
    authorization_response_iss_parameter_supported: true,
  }
}
