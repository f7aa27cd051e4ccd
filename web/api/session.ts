// Who is signed in. Tokens are in this page's memory alone: a reload asks for new ones, which the sign-in service gives
// without a question as long as its own session lives.

import * as oauth from 'oauth4webapi'
import type { Settings } from './settings.ts'

export interface Person {
  readonly objectId: string
  readonly userName: string
  readonly name: string
}

interface Tokens {
  readonly access: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
  readonly refresh: string | undefined
}

/** What a sign-in under way must find again; it proves nothing to anybody else. */
interface Transaction {
  readonly verifier: string
  readonly state: string
  readonly nonce: string
  readonly returnTo: string
}

const transactionKey = 'carrel.sign-in'
const renewBeforeMs = 60_000

export class Session {
  readonly person: Person
  readonly #settings: Settings
  #tokens: Tokens
  #renewal: Promise<Tokens> | undefined

  private constructor(settings: Settings, person: Person, tokens: Tokens) {
    this.#settings = settings
    this.person = person
    this.#tokens = tokens
  }

  /** The session a sign-in has just brought; undefined: this address is not the answer to one. Throws when it failed. */
  static async fromAddress(settings: Settings): Promise<{ session: Session; returnTo: string } | undefined> {
    if (location.pathname !== signedInPath) return undefined
    const kept = sessionStorage.getItem(transactionKey)
    sessionStorage.removeItem(transactionKey)
    if (kept === null) return undefined
    const transaction = JSON.parse(kept) as Transaction
    const [server, client] = parties(settings)
    const parameters = oauth.validateAuthResponse(server, client, new URL(location.href), transaction.state)
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      parameters,
      location.origin + signedInPath,
      transaction.verifier,
      requestOptions,
    )
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, {
      expectedNonce: transaction.nonce,
      requireIdToken: true,
    })
    const claims = oauth.getValidatedIdTokenClaims(tokens)
    const person = {
      objectId: String(claims?.['oid'] ?? claims?.sub ?? ''),
      userName: String(claims?.['preferred_username'] ?? ''),
      name: String(claims?.['name'] ?? claims?.['preferred_username'] ?? ''),
    }
    return { session: new Session(settings, person, tokensIn(tokens)), returnTo: transaction.returnTo }
  }

  /** Leaves the page; the person comes back to `returnTo`. */
  static async begin(settings: Settings, returnTo: string): Promise<never> {
    const transaction = {
      verifier: oauth.generateRandomCodeVerifier(),
      state: oauth.generateRandomState(),
      nonce: oauth.generateRandomNonce(),
      returnTo,
    }
    sessionStorage.setItem(transactionKey, JSON.stringify(transaction))
    const url = new URL(`/${settings.tenantId}/oauth2/v2.0/authorize`, location.origin)
    url.search = new URLSearchParams({
      client_id: settings.clientId,
      response_type: 'code',
      redirect_uri: location.origin + signedInPath,
      scope: `openid profile offline_access ${settings.scope}`,
      state: transaction.state,
      nonce: transaction.nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(transaction.verifier),
      code_challenge_method: 'S256',
    }).toString()
    location.assign(url)
    return new Promise<never>(() => undefined)
  }

  /** A token with some life left in it. Throws `SignInExpired` when the person must sign in again. */
  async accessToken(): Promise<string> {
    if (this.#tokens.expiresAt - renewBeforeMs > Date.now()) return this.#tokens.access
    this.#renewal ??= this.#renewed().finally(() => {
      this.#renewal = undefined
    })
    this.#tokens = await this.#renewal
    return this.#tokens.access
  }

  /** The server refused it: it is not used again. */
  forgetAccessToken(): void {
    this.#tokens = { ...this.#tokens, expiresAt: 0 }
  }

  async #renewed(): Promise<Tokens> {
    const { refresh } = this.#tokens
    if (refresh === undefined) throw new SignInExpired()
    const [server, client] = parties(this.#settings)
    const answer = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refresh, requestOptions)
    const tokens = await oauth.processRefreshTokenResponse(server, client, answer).catch((error: unknown) => {
      if (error instanceof oauth.ResponseBodyError) throw new SignInExpired()
      throw error
    })
    return { ...tokensIn(tokens), refresh: tokens.refresh_token ?? refresh }
  }
}

export class SignInExpired extends Error {
  constructor() {
    super('The sign-in has ended.')
    this.name = 'SignInExpired'
  }
}

const signedInPath = '/studio/signed-in'

/** The page may be plain HTTP on loopback. */
const requestOptions = { [oauth.allowInsecureRequests]: true }

/** The issuer is a name; the addresses are those of this page's own origin. */
function parties({ issuer, tenantId, clientId }: Settings): [oauth.AuthorizationServer, oauth.Client] {
  const base = `${location.origin}/${tenantId}/oauth2/v2.0`
  return [
    { issuer, authorization_endpoint: `${base}/authorize`, token_endpoint: `${base}/token` },
    { client_id: clientId },
  ]
}

function tokensIn(tokens: oauth.TokenEndpointResponse): Tokens {
  return {
    access: tokens.access_token,
    expiresAt: Date.now() + (tokens.expires_in ?? 0) * 1000,
    refresh: tokens.refresh_token,
  }
}
