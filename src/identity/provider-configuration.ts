// How the OIDC library is set up to look like the Microsoft identity platform to Azure's clients: short of that, as
// strict as it can be (PKCE always, S256 only, exact redirects, no implicit flow).

import { type Configuration, errors, type JWK } from 'oidc-provider'
import type { Config } from '../config.ts'
import { accountFinder } from './account.ts'
import { checkAssertionLifetime } from './client-assertion.ts'
import { type ClientParts, findClient } from './clients.ts'
import { cookieNames } from './cookies.ts'
import { deviceFlow } from './device-flow.ts'
import { existingGrant } from './existing-grant.ts'
import { type KnownApis, knownApis } from './known-apis.ts'
import { loginPolicy } from './login-policy.ts'
import { type AdapterParts, OidcAdapter } from './oidc-adapter.ts'
import { lifetime } from './outside/outside-lifetime.ts'
import { renderErrorPage, renderSignedOutPage, renderSignOutPage } from './pages/library-pages.ts'
import type { KeyRing } from './signing-keys.ts'
import { accessTokenClaims, shapeAccessToken } from './token-claims.ts'

const [minute, hour, day] = [60, 3600, 86_400]

export type ProviderParts = ClientParts & AdapterParts & { readonly ring: KeyRing }

export function providerConfiguration(parts: ProviderParts): Configuration {
  const { config, ring, sealer, db, tenantId } = parts
  return {
    adapter: (model) => (model === 'Client' ? clientAdapter(parts) : new OidcAdapter(model, parts)),
    jwks: { keys: ring.keys.map((key) => key.jwk as JWK) },
    cookies: {
      names: cookieNames(config.browserEndpoint),
      keys: [sealer.derive('cookies')],
      long: { signed: true, httpOnly: true, sameSite: 'lax' },
      short: { signed: true, httpOnly: true, sameSite: 'lax' },
    },
    routes: routes(),
    ...whatMayBeAsked(config),
    features: features(config),
    ...whatIsAnswered(parts),
    findAccount: accountFinder(db, tenantId),
    loadExistingGrant: existingGrant,
    interactions: { policy: loginPolicy(), url: (_ctx, interaction) => `/login/${interaction.uid}` },
    renderError: renderErrorPage,
  }
}

function routes(): Configuration['routes'] {
  return {
    authorization: '/oauth2/v2.0/authorize',
    token: '/oauth2/v2.0/token',
    device_authorization: '/oauth2/v2.0/devicecode',
    code_verification: '/oauth2/deviceauth',
    end_session: '/oauth2/v2.0/logout',
    revocation: '/oauth2/v2.0/revoke',
    jwks: '/discovery/v2.0/keys',
    userinfo: '/openid/userinfo',
  }
}

function whatMayBeAsked(config: Config): Configuration {
  return {
    responseTypes: ['code', 'none'],
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    clientAuthMethods: ['client_secret_post', 'client_secret_basic', 'private_key_jwt', 'none'],
    enabledJWA: { clientAuthSigningAlgValues: ['RS256', 'PS256'] },
    assertJwtClientAuthClaimsAndHeader: checkAssertionLifetime,
    extraClientMetadata: { properties: ['object_id'] },
    pkce: { required: () => true },
    clientBasedCORS: (_ctx, origin) => origin === config.browserEndpoint,
    // One process holds the keys: a few seconds cover what the clocks of clients differ.
    clockTolerance: 5,
  }
}

function features(config: Config): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    claimsParameter: { enabled: false },
    clientCredentials: { enabled: true },
    deviceFlow: deviceFlow(),
    revocation: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: renderSignOutPage,
      postLogoutSuccessSource: renderSignedOutPage,
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: (_ctx, _client, oneOf) => oneOf?.[0] ?? [],
      useGrantedResource: () => true,
      getResourceServerInfo: (_ctx, resource) =>
        resourceServer(resource, knownApis(config.endpoint, config.installation.domain)),
    },
  }
}

function resourceServer(resource: string, apis: KnownApis) {
  if (!apis.canonical.includes(resource)) {
    const description = `AADSTS500011: The resource principal named ${resource} was not found in this directory.`
    throw new errors.CustomOIDCProviderError('invalid_resource', description)
  }
  return {
    scope: 'user_impersonation',
    audience: resource,
    accessTokenTTL: hour,
    accessTokenFormat: 'jwt' as const,
    jwt: { sign: { alg: 'RS256' as const } },
  }
}

function whatIsAnswered({ tenantId }: ProviderParts): Configuration {
  const aboutUser = ['tid', 'oid', 'upn', 'unique_name', 'preferred_username', 'name', 'ver', 'login_session']
  return {
    claims: { openid: ['sub', ...aboutUser], profile: [], email: [] },
    conformIdTokenClaims: false,
    extraTokenClaims: (ctx) => accessTokenClaims(ctx, tenantId),
    formats: { customizers: { jwt: (_ctx, _token, jwt) => shapeAccessToken(jwt) } },
    // Command-line clients keep an old refresh token and use it from several processes: rotation would sign them out.
    rotateRefreshToken: (ctx) => ctx.oidc.client?.applicationType !== 'native',
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    // Signing out of the browser ends what was signed in by it, but not a terminal.
    expiresWithSession: async (ctx) => ctx.oidc.client?.applicationType !== 'native',
    ttl: {
      AccessToken: hour,
      ClientCredentials: hour,
      IdToken: hour,
      AuthorizationCode: minute,
      Interaction: hour,
      DeviceCode: 15 * minute,
      RefreshToken: (_ctx, { amr, authTime }) => lifetime({ amr, at: authTime }, 90 * day),
      Grant: 90 * day,
      // Of nobody as long as a sign-in may take: whoever asks for a page with a form leaves one behind.
      Session: (_ctx, { accountId, amr, loginTs }) =>
        accountId === undefined ? hour : lifetime({ amr, at: loginTs }, 14 * day),
    },
  }
}

/** The library may only look clients up. */
function clientAdapter(parts: ClientParts) {
  const refuse = async () => {
    throw new Error('Clients are not kept by the OIDC library')
  }
  return {
    find: (clientId: string) => findClient(parts, clientId),
    findByUid: refuse,
    findByUserCode: refuse,
    upsert: refuse,
    consume: refuse,
    destroy: refuse,
    revokeByGrantId: refuse,
  }
}
