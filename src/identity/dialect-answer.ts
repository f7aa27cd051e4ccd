// What the OIDC library answers, turned into what Azure's clients read. Pure: documents in, documents out.

import type { Asked } from './dialect.ts'

export type Document = Readonly<Record<string, unknown>>

export interface TokenAnswerFacts {
  readonly asked: Asked
  readonly isV1: boolean
  /** `aud` of the access token; undefined for a plain sign-in. */
  readonly audience: string | undefined
  /** Undefined when a program signed in as itself. */
  readonly account: { readonly objectId: string; readonly tenantId: string } | undefined
  /** Epoch milliseconds. */
  readonly now: number
}

/** `expires_in` stays a number: one client calculates with it. */
export function toAzureToken(body: Document, facts: TokenAnswerFacts): Document {
  const { scope: _scope, ...rest } = body
  if (facts.audience === undefined) return body
  return {
    ...rest,
    ext_expires_in: body['expires_in'],
    ...(facts.isV1 ? v1Fields(body, facts) : {}),
    ...(facts.account === undefined ? {} : userFields(facts.account, facts.audience, facts.asked)),
  }
}

function v1Fields(body: Document, { asked, audience, now }: TokenAnswerFacts): Document {
  const issued = Math.floor(now / 1000)
  return {
    expires_on: String(issued + Number(body['expires_in'])),
    not_before: String(issued),
    resource: asked.resource ?? audience,
  }
}

/** A client finds the token in its cache only under the spelling it will ask for next time, so every spelling is named. */
function userFields(account: { objectId: string; tenantId: string }, audience: string, asked: Asked): Document {
  const spelled = [`${audience}/.default`, `${audience}.default`, `${audience}user_impersonation`]
  const scopes = [...(asked.scope?.split(' ') ?? []), ...spelled, 'openid', 'profile', 'email', 'offline_access']
  const info = JSON.stringify({ uid: account.objectId, utid: account.tenantId })
  return {
    scope: [...new Set(scopes.filter((scope) => scope !== ''))].join(' '),
    ...(asked.wantsClientInfo ? { client_info: Buffer.from(info).toString('base64url') } : {}),
  }
}

/** `page` is where a person types the code. A link with the code in it is left out: it helps whoever sends it to others. */
export function toAzureDeviceCode(body: Document, page: string): Document {
  const { verification_uri: _page, verification_uri_complete: _link, ...rest } = body
  return {
    ...rest,
    verification_uri: page,
    verification_url: page,
    interval: 1,
    message: `To sign in, use a web browser to open the page ${page} and enter the code ${String(body['user_code'])} to authenticate.`,
  }
}

export interface ErrorFacts {
  /** What the library knows and does not say. */
  readonly detail: string | undefined
  readonly traceId: string
  readonly correlationId: string
  readonly now: number
}

/** `error` keeps its standard value; the description carries the number people search for. */
export function toAzureError(body: Document, { detail, traceId, correlationId, now }: ErrorFacts): Document {
  const { number, sentence } = codeOf(String(body['error']), String(body['error_description'] ?? ''), detail ?? '')
  const timestamp = new Date(now).toISOString().replace('T', ' ').replace(/\.\d+/, '')
  const trail = `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`
  return {
    error: body['error'],
    error_description: `AADSTS${number}: ${sentence} ${trail}`,
    error_codes: [number],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
  }
}

function codeOf(error: string, description: string, detail: string): { number: number; sentence: string } {
  const named = /^AADSTS(\d+): (.*)$/.exec(description)
  if (named !== null) return { number: Number(named[1]), sentence: named[2] ?? '' }
  const known = codes.find(
    (code) => code.error === error && (code.detail === undefined || detail.includes(code.detail)),
  )
  if (known === undefined) return { number: 90_014, sentence: description || error }
  return { number: known.number, sentence: known.sentence ?? description }
}

const codes: readonly { error: string; detail?: string; number: number; sentence?: string }[] = [
  {
    error: 'invalid_client',
    detail: 'invalid secret provided',
    number: 7_000_215,
    sentence: 'Invalid client secret provided. Ensure the secret being sent is the client secret value.',
  },
  {
    error: 'invalid_client',
    detail: 'client not found',
    number: 700_016,
    sentence: 'The application was not found in this directory, or it is disabled.',
  },
  {
    error: 'invalid_client',
    detail: 'certificate has expired',
    number: 700_027,
    sentence: 'The certificate has expired.',
  },
  {
    error: 'invalid_client',
    detail: 'certificate unknown',
    number: 700_027,
    sentence: 'The certificate the client assertion was signed with is not one of this application.',
  },
  {
    error: 'invalid_client',
    detail: 'jwt expired',
    number: 700_024,
    sentence: 'Client assertion is not within its valid time range.',
  },
  {
    error: 'invalid_client',
    detail: 'not active yet',
    number: 700_024,
    sentence: 'Client assertion is not within its valid time range.',
  },
  {
    error: 'invalid_client',
    detail: 'lifetime',
    number: 700_024,
    sentence: 'Client assertion is valid for too long. Sign one for minutes.',
  },
  {
    error: 'invalid_client',
    detail: 'only be used once',
    number: 700_024,
    sentence: 'The client assertion was already used for this API. Sign a new one.',
  },
  {
    error: 'invalid_client',
    detail: 'audience (aud)',
    number: 700_023,
    sentence: 'Client assertion audience claim does not match this token endpoint.',
  },
  {
    error: 'invalid_client',
    detail: 'applicable key',
    number: 700_027,
    sentence: 'Client assertion failed signature validation.',
  },
  {
    error: 'invalid_client',
    detail: 'signature',
    number: 700_027,
    sentence: 'Client assertion failed signature validation.',
  },
  { error: 'invalid_client', number: 7_000_218, sentence: 'The request is not authenticated as this client must be.' },
  { error: 'invalid_grant', detail: 'consumed', number: 54_005, sentence: 'The code or token was already redeemed.' },
  { error: 'invalid_grant', detail: 'expired', number: 70_008, sentence: 'The code or refresh token has expired.' },
  {
    error: 'invalid_grant',
    detail: 'refresh token not found',
    number: 50_173,
    sentence: 'The sign-in of the refresh token was ended or has expired. Sign in again.',
  },
  { error: 'invalid_grant', number: 70_000, sentence: 'The code or refresh token is not valid.' },
  { error: 'authorization_pending', number: 70_016, sentence: 'Authorization is pending. Continue polling.' },
  { error: 'expired_token', number: 70_020, sentence: 'The device code has expired. Start again.' },
  { error: 'access_denied', number: 65_004, sentence: 'The request was declined.' },
  { error: 'slow_down', number: 90_055 },
  { error: 'temporarily_unavailable', number: 90_055 },
  { error: 'invalid_scope', number: 70_011 },
  { error: 'unsupported_grant_type', number: 70_003 },
  { error: 'unauthorized_client', number: 700_016 },
  { error: 'invalid_request', number: 900_144 },
  { error: 'invalid_target', number: 500_011 },
]
