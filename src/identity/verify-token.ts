// The API's token check, without asking anybody over the network. A token counts when our key signed it (RS256 and
// nothing else), for this API, by this issuer, it has not expired, and its account has not been signed out since.

import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import type { Kysely } from 'kysely'
import type { Clock } from '../base/clock.ts'
import { ArmError } from '../base/errors.ts'
import type { Config } from '../config.ts'
import type { Tables } from '../store/tables.ts'
import { type AccountState, accountStates } from './account-state.ts'
import { issuerOf } from './discovery-document.ts'
import type { Principal } from './principal.ts'
import { sha256 } from './seal.ts'
import { publicJwk, type SigningKey } from './signing-keys.ts'

export interface TokenCheckParts {
  readonly db: Kysely<Tables>
  readonly config: Config
  readonly clock: Clock
  /** Whom a token may be for, in every spelling. */
  readonly audiences: readonly string[]
  signingKeys(): Promise<readonly SigningKey[]>
}

/** Throws `ArmError` 401 with the challenge a client expects. */
export type TokenCheck = (authorization: string | undefined) => Promise<Principal>

interface VerifiedToken extends Omit<Principal, 'name' | 'kind'> {
  readonly expiresAt: number
  readonly keyId: string
}

const maxKept = 1000

export function createTokenCheck(parts: TokenCheckParts): TokenCheck {
  const { config, clock } = parts
  const challenge = new Challenge(config.endpoint, config.installation.tenantId)
  const stateOf = accountStates(parts.db, clock)
  const kept = new Map<string, VerifiedToken>()

  return async (authorization) => {
    const token = bearerToken(authorization, challenge)
    const keys = await parts.signingKeys()
    // By hash: a token in memory twice is a token that can leak twice.
    const id = sha256(token)
    const known = kept.get(id)
    const isKnown = known !== undefined && known.expiresAt > clock.now() && keys.some((key) => key.kid === known.keyId)
    const verified = isKnown ? known : await verify({ parts, token, keys, challenge })
    const principal = currentPrincipal(verified, await stateOf(verified.objectId), challenge, clock.now())
    kept.delete(id)
    kept.set(id, verified)
    const [oldest] = kept.keys()
    if (oldest !== undefined && kept.size > maxKept) kept.delete(oldest)
    return principal
  }
}

function bearerToken(authorization: string | undefined, challenge: Challenge): string {
  if (authorization === undefined) {
    throw challenge.refuse('AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.")
  }
  const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization) ?? []
  if (token === undefined) throw challenge.refuse('InvalidAuthenticationToken', 'The access token is invalid.')
  return token
}

interface Verification {
  readonly parts: TokenCheckParts
  readonly token: string
  readonly keys: readonly SigningKey[]
  readonly challenge: Challenge
}

async function verify({ parts, token, keys, challenge }: Verification): Promise<VerifiedToken> {
  const { endpoint, installation } = parts.config
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keySetOf(keys), {
      algorithms: ['RS256'],
      issuer: issuerOf(endpoint, installation.tenantId),
      audience: [...parts.audiences],
      requiredClaims: ['exp', 'iat', 'oid', 'tid', 'idtyp'],
      currentDate: new Date(parts.clock.now()),
      clockTolerance: 5,
    })
    return { ...readClaims(payload), keyId: protectedHeader.kid ?? '' }
  } catch (cause) {
    throw refusalFor(cause, challenge, parts.clock.now())
  }
}

const keySets = new WeakMap<readonly SigningKey[], ReturnType<typeof createLocalJWKSet>>()

/** Importing a key costs more than checking a signature with it. */
function keySetOf(keys: readonly SigningKey[]): ReturnType<typeof createLocalJWKSet> {
  const set = keySets.get(keys) ?? createLocalJWKSet({ keys: keys.map(publicJwk) })
  keySets.set(keys, set)
  return set
}

function readClaims(payload: JWTPayload): Omit<VerifiedToken, 'keyId'> {
  return {
    objectId: String(payload['oid']),
    tenantId: String(payload['tid']),
    appId: String(payload['appid'] ?? ''),
    issuedAt: typeof payload['iat_ms'] === 'number' ? payload['iat_ms'] : Number(payload.iat) * 1000,
    expiresAt: Number(payload.exp) * 1000,
  }
}

function refusalFor(cause: unknown, challenge: Challenge, now: number): unknown {
  if (cause instanceof errors.JWTExpired) {
    const expired = new Date(Number(cause.payload.exp) * 1000).toISOString()
    const sentence = `The access token expiry UTC time '${expired}' is earlier than current UTC time '${new Date(now).toISOString()}'.`
    return challenge.refuse('ExpiredAuthenticationToken', sentence)
  }
  if (cause instanceof errors.JWTClaimValidationFailed && cause.claim === 'aud') {
    const sentence = 'The access token has been obtained for the wrong audience or resource.'
    return challenge.refuse('InvalidAuthenticationToken', sentence)
  }
  if (cause instanceof errors.JWTClaimValidationFailed && cause.claim === 'iss') {
    return challenge.refuse('InvalidAuthenticationToken', 'The access token is from the wrong issuer.')
  }
  if (cause instanceof errors.JWKSNoMatchingKey) {
    // Signed by us once, or by nobody: whoever signed in properly gets another one without being asked.
    return challenge.refuseRevoked(now, 'The access token was signed with a key that is not in use.')
  }
  if (cause instanceof errors.JOSEError) {
    return challenge.refuse('InvalidAuthenticationToken', 'The access token is invalid.')
  }
  return cause
}

function currentPrincipal(
  verified: VerifiedToken,
  state: AccountState | undefined,
  challenge: Challenge,
  now: number,
): Principal {
  if (state === undefined || state.isDisabled) {
    throw challenge.refuse(
      'InvalidAuthenticationToken',
      'The account of the access token no longer exists or is disabled.',
    )
  }
  if (verified.issuedAt < state.validFrom) throw challenge.refuseRevoked(now)
  const { objectId, tenantId, appId, issuedAt } = verified
  return { objectId, tenantId, appId, issuedAt, name: state.name, kind: state.kind }
}

/** 401 with where to get a token, as Azure's clients read it. */
class Challenge {
  readonly #realm: string

  constructor(endpoint: string, tenantId: string) {
    this.#realm = `authorization_uri="${endpoint}/${tenantId}"`
  }

  refuse(code: string, message: string): ArmError {
    const header = `Bearer ${this.#realm}, error="invalid_token", error_description="${message}"`
    return new ArmError(401, code, message, { headers: { 'WWW-Authenticate': header } })
  }

  /** The claims challenge makes a client fetch another token; where it gets none, the Azure command line says to sign in again. */
  refuseRevoked(now: number, message = 'The sign-in of the access token was ended. Sign in again.'): ArmError {
    const nbf = { essential: true, value: String(Math.ceil(now / 1000)) }
    const claims = Buffer.from(JSON.stringify({ access_token: { nbf } })).toString('base64')
    const header = `Bearer realm="", ${this.#realm}, error="insufficient_claims", claims="${claims}"`
    return new ArmError(401, 'InvalidAuthenticationToken', message, { headers: { 'WWW-Authenticate': header } })
  }
}
