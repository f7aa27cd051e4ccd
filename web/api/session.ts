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
/** Between windows of this origin: the address at which a sign-in ended that another window waits for. */
const channelName = 'carrel.sign-in'
const elsewhere = 'elsewhere.'
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
    const { person, tokens } = await redeemed(settings, transaction, location.href)
    return { session: new Session(settings, person, tokens), returnTo: transaction.returnTo }
  }

  /** True: this window was opened for the sign-in of another one, which has its outcome now. */
  static passOn(): boolean {
    const state = new URL(location.href).searchParams.get('state') ?? ''
    if (location.pathname !== signedInPath || !state.startsWith(elsewhere)) return false
    const channel = new BroadcastChannel(channelName)
    channel.postMessage(location.href)
    channel.close()
    return true
  }

  /** Leaves the page; the person comes back to `returnTo`. */
  static async begin(settings: Settings, returnTo: string): Promise<never> {
    const transaction = newTransaction({ returnTo })
    sessionStorage.setItem(transactionKey, JSON.stringify(transaction))
    location.assign(await addressFor(settings, transaction))
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

  /** In a window of its own, so that nothing on this page is lost. Throws when somebody else signs in there. */
  async signInAgain(): Promise<void> {
    const transaction = newTransaction({ isElsewhere: true })
    const url = await addressFor(this.#settings, transaction)
    const outcome = outcomeOf(transaction)
    const opened = window.open(url, '_blank', 'popup,width=520,height=720')
    if (opened === null) throw new Error('The browser opened no window: allow this page to open one.')
    const { person, tokens } = await redeemed(this.#settings, transaction, await outcome)
    if (person.objectId !== this.person.objectId) throw new Error(`${person.userName} signed in there.`)
    this.#tokens = tokens
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

function newTransaction(of: { readonly returnTo?: string; readonly isElsewhere?: boolean }): Transaction {
  return {
    verifier: oauth.generateRandomCodeVerifier(),
    state: (of.isElsewhere === true ? elsewhere : '') + oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    returnTo: of.returnTo ?? '',
  }
}

/** Of the sign-in page. */
async function addressFor(settings: Settings, { state, nonce, verifier }: Transaction): Promise<URL> {
  const url = new URL(`/${settings.tenantId}/oauth2/v2.0/authorize`, location.origin)
  url.search = new URLSearchParams({
    client_id: settings.clientId,
    response_type: 'code',
    redirect_uri: location.origin + signedInPath,
    scope: `openid profile offline_access ${settings.scope}`,
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    // The sign-in speaks as these pages do, whatever the browser's own language.
    ui_locales: document.documentElement.lang,
  }).toString()
  return url
}

/** The address at which another window's sign-in ended. */
function outcomeOf({ state }: Transaction): Promise<string> {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel(channelName)
    channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (typeof data !== 'string' || new URL(data).searchParams.get('state') !== state) return
      channel.close()
      resolve(data)
    })
  })
}

async function redeemed(
  settings: Settings,
  transaction: Transaction,
  address: string,
): Promise<{ person: Person; tokens: Tokens }> {
  const [server, client] = parties(settings)
  const parameters = oauth.validateAuthResponse(server, client, new URL(address), transaction.state)
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
  return { person, tokens: tokensIn(tokens) }
}

function tokensIn(tokens: oauth.TokenEndpointResponse): Tokens {
  return {
    access: tokens.access_token,
    expiresAt: Date.now() + (tokens.expires_in ?? 0) * 1000,
    refresh: tokens.refresh_token,
  }
}
