// Signs a browser in to one app. Every app origin is an OIDC client of its own; what stands between leaving and coming
// back is sealed into a cookie of that origin, so nothing is kept here and no other app can use what comes back.
// Whether the person may open the app is not decided here: the gateway asks that on every request.

import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import * as oidc from 'openid-client'
import { z } from 'zod'
import type { Clock } from '../base/clock.ts'
import type { Config } from '../config.ts'
import type { Tables } from '../store/tables.ts'
import { appClientSecret } from './clients.ts'
import { appSessionCookie, hostCookie, readCookies, transactionCookie } from './cookies.ts'
import { issuerOf } from './discovery-document.ts'
import { appClientId, appOrigin } from './identity-hosts.ts'
import { nextPath } from './next-path.ts'
import { type Sealer, sha256 } from './seal.ts'

export interface AppSignInParts {
  readonly db: Kysely<Tables>
  readonly config: Config
  readonly sealer: Sealer
  readonly clock: Clock
  /** Reaches our own token endpoint without leaving the process. */
  readonly fetch: oidc.CustomFetch
}

export interface Redirect {
  readonly location: string
  readonly cookies: readonly string[]
}

const transactionSchema = z.object({ verifier: z.string(), nonce: z.string(), next: z.string(), until: z.number() })
type Transaction = z.infer<typeof transactionSchema>

const transactionSeconds = 600
const maxTransactions = 8
const sessionSeconds = 14 * 86_400

/** Sends the browser to the sign-in page. `next` as the browser asked for it. */
export async function beginAppSignIn(
  parts: AppSignInParts,
  label: string,
  { next, cookieHeader }: { readonly next: string | undefined; readonly cookieHeader: string | undefined },
): Promise<Redirect> {
  const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()]
  const until = parts.clock.now() + transactionSeconds * 1000
  const transaction: Transaction = { verifier, nonce, next: nextPath(next), until }
  const location = oidc.buildAuthorizationUrl(clientFor(parts, label), {
    redirect_uri: callbackUrl(parts.config, label),
    scope: 'openid profile',
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  const sealed = parts.sealer.seal(JSON.stringify(transaction), contextOf(label, state))
  return {
    location: location.href,
    cookies: [...abandoned(cookieHeader), hostCookie(cookieFor(state), sealed, transactionSeconds)],
  }
}

/** Undefined: this browser began no such sign-in, or too long ago. Throws what the OIDC client found wrong. */
export async function finishAppSignIn(
  parts: AppSignInParts,
  label: string,
  { search, cookieHeader }: { readonly search: string; readonly cookieHeader: string | undefined },
): Promise<Redirect | undefined> {
  const state = new URLSearchParams(search).get('state') ?? ''
  const transaction = readTransaction(parts, label, { state, cookieHeader })
  if (transaction === undefined) return undefined
  const url = new URL(callbackUrl(parts.config, label) + search)
  const tokens = await oidc.authorizationCodeGrant(clientFor(parts, label), url, {
    pkceCodeVerifier: transaction.verifier,
    expectedState: state,
    expectedNonce: transaction.nonce,
    idTokenExpected: true,
  })
  const claims = claimsSchema.parse(tokens.claims())
  const cookie = randomBytes(32).toString('base64url')
  const now = parts.clock.now()
  await parts.db
    .insertInto('app_sessions')
    .values({
      id: sha256(cookie),
      origin: appOrigin(parts.config, label),
      object_id: claims.oid,
      user_name: claims.preferred_username,
      login_session: claims.login_session,
      created_at: now,
      expires_at: now + sessionSeconds * 1000,
    })
    .execute()
  return {
    location: transaction.next,
    cookies: [hostCookie(cookieFor(state), '', 0), hostCookie(appSessionCookie, cookie, sessionSeconds)],
  }
}

const claimsSchema = z.object({ oid: z.string(), preferred_username: z.string(), login_session: z.string() })

function readTransaction(
  { sealer, clock }: AppSignInParts,
  label: string,
  { state, cookieHeader }: { state: string; cookieHeader: string | undefined },
): Transaction | undefined {
  const sealed = readCookies(cookieHeader).get(cookieFor(state))
  if (sealed === undefined) return undefined
  try {
    const transaction = transactionSchema.parse(JSON.parse(sealer.open(sealed, contextOf(label, state))))
    return transaction.until > clock.now() ? transaction : undefined
  } catch {
    return undefined
  }
}

function clientFor({ config, sealer, fetch }: AppSignInParts, label: string): oidc.Configuration {
  const { tenantId } = config.installation
  const clientId = appClientId(label)
  const secret = appClientSecret(sealer, clientId)
  const client = new oidc.Configuration(
    {
      issuer: issuerOf(config.endpoint, tenantId),
      authorization_endpoint: `${config.browserEndpoint}/${tenantId}/oauth2/v2.0/authorize`,
      token_endpoint: `${config.endpoint}/${tenantId}/oauth2/v2.0/token`,
      authorization_response_iss_parameter_supported: true,
    },
    clientId,
    { client_secret: secret, id_token_signed_response_alg: 'RS256' },
    oidc.ClientSecretPost(secret),
  )
  client[oidc.customFetch] = fetch
  // The authorization endpoint is plain HTTP while it is loopback's; the token endpoint never is.
  if (config.browserEndpoint.startsWith('http:')) oidc.allowInsecureRequests(client)
  return client
}

function callbackUrl(config: Config, label: string): string {
  return `${appOrigin(config, label)}/.carrel/callback`
}

function contextOf(label: string, state: string): string {
  return `app-sign-in:${label}:${state}`
}

function cookieFor(state: string): string {
  return transactionCookie + sha256(state).slice(0, 12)
}

/** A browser that restores many tabs at once begins many sign-ins; what is left of older ones goes. */
function abandoned(cookieHeader: string | undefined): string[] {
  const names = [...readCookies(cookieHeader).keys()].filter((name) => name.startsWith(transactionCookie))
  return names.length < maxTransactions ? [] : names.map((name) => hostCookie(name, '', 0))
}
