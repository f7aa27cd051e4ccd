// A sign-in that is done elsewhere, from leaving to coming back. What stands between is sealed into cookies of our pages'
// host, so nothing is kept here, and no other browser can use what comes back.

import * as oidc from 'openid-client'
import { z } from 'zod'
import { hostCookie, readCookies } from '../cookies.ts'
import type { Identity } from '../identity.ts'
import { sha256 } from '../seal.ts'
import type { OutsidePerson } from './outside-person.ts'
import { type OutsideProvider, outsideRedirectUri } from './outside-provider.ts'

export interface Leaving {
  readonly location: string
  readonly cookie: string
}

export interface Returned {
  /** Which of our sign-ins it was for. */
  readonly uid: string
  readonly person: OutsidePerson
  /** Ends the transaction. */
  readonly cookie: string
}

const transactionSchema = z.object({ uid: z.string(), verifier: z.string(), nonce: z.string(), until: z.number() })
const seconds = 600
const cookiePrefix = '__Host-carrel_outside_'

export interface OutsideSignInParts extends Pick<Identity, 'config' | 'sealer' | 'clock'> {
  clientOf(provider: OutsideProvider): Promise<oidc.Configuration>
}

/** `uid` is that of the sign-in at our page. */
export async function leave(parts: OutsideSignInParts, provider: OutsideProvider, uid: string): Promise<Leaving> {
  const { config, sealer, clock } = parts
  const client = await parts.clientOf(provider)
  const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()]
  const transaction = { uid, verifier, nonce, until: clock.now() + seconds * 1000 }
  const location = oidc.buildAuthorizationUrl(client, {
    redirect_uri: outsideRedirectUri(config.browserEndpoint),
    scope: provider.scope,
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  const sealed = sealer.seal(JSON.stringify(transaction), contextOf(state))
  return { location: location.href, cookie: hostCookie(cookieFor(state), sealed, seconds) }
}

/** Undefined: this browser began no such sign-in, or too long ago. Throws what the OIDC client found wrong. */
export async function comeBack(
  parts: OutsideSignInParts,
  provider: OutsideProvider,
  { search, cookieHeader }: { readonly search: string; readonly cookieHeader: string | undefined },
): Promise<Returned | undefined> {
  const state = new URLSearchParams(search).get('state') ?? ''
  const transaction = readTransaction(parts, state, cookieHeader)
  if (transaction === undefined) return undefined
  const client = await parts.clientOf(provider)
  const url = new URL(outsideRedirectUri(parts.config.browserEndpoint) + search)
  const tokens = await oidc.authorizationCodeGrant(client, url, {
    pkceCodeVerifier: transaction.verifier,
    expectedState: state,
    expectedNonce: transaction.nonce,
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  if (claims === undefined) throw new Error('The sign-in service answered no identity')
  // Some services say there what does not fit into a token; what the token says goes before.
  const more = client.serverMetadata().userinfo_endpoint
    ? await oidc.fetchUserInfo(client, tokens.access_token, claims.sub)
    : {}
  const person = personIn({ ...more, ...claims }, provider.issuer, claims.sub)
  return { uid: transaction.uid, person, cookie: hostCookie(cookieFor(state), '', 0) }
}

/** Groups beyond this are nobody's. */
const maxGroups = 1000
const text = z.string().max(1000).optional().catch(undefined)
const claimsSchema = z.looseObject({
  preferred_username: text,
  email: text,
  name: text,
  groups: z.array(z.string()).max(maxGroups).catch([]),
})

/** As long as the standard lets one be; a database keeps no more in its index. */
const maxSubject = 255

function personIn(claims: unknown, issuer: string, subject: string): OutsidePerson {
  if (subject.length > maxSubject || /\p{Cc}/u.test(subject)) {
    throw new Error(`The sign-in service names somebody by more than ${maxSubject} characters, or by unprintable ones`)
  }
  const { preferred_username: userName, email, name, groups } = claimsSchema.parse(claims)
  return { issuer, subject, userName: userName ?? email, displayName: name, groups }
}

function readTransaction({ sealer, clock }: OutsideSignInParts, state: string, cookieHeader: string | undefined) {
  const sealed = readCookies(cookieHeader).get(cookieFor(state))
  if (sealed === undefined) return undefined
  try {
    const transaction = transactionSchema.parse(JSON.parse(sealer.open(sealed, contextOf(state))))
    return transaction.until > clock.now() ? transaction : undefined
  } catch {
    return undefined
  }
}

function contextOf(state: string): string {
  return `outside-sign-in:${state}`
}

function cookieFor(state: string): string {
  return cookiePrefix + sha256(state).slice(0, 12)
}
