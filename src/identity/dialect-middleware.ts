// The one layer between Azure's clients and the OIDC library: it rewrites paths and parameters on the way in and
// documents on the way out, and slows down whoever guesses secrets. Everything it decides is in `dialect.ts`.

import { randomUUID } from 'node:crypto'
import { stringify } from 'node:querystring'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Clock } from '../base/clock.ts'
import { ArmError } from '../base/errors.ts'
import { type Asked, type Parameters, toStandardRequest } from './dialect.ts'
import { type Document, toAzureError, toAzureToken } from './dialect-answer.ts'
import { type EndpointPath, readEndpointPath } from './endpoint-path.ts'
import type { KnownApis } from './known-apis.ts'
import { readForm } from './read-form.ts'
import type { TokenBuckets } from './token-buckets.ts'

export interface DialectParts {
  readonly apis: KnownApis
  readonly tenantId: string
  readonly clock: Clock
  /** Tries left to authenticate as a client from an address. */
  readonly failures: TokenBuckets
}

type Middleware = (ctx: KoaContextWithOIDC, next: () => Promise<unknown>) => Promise<void>

/** Under this name in `ctx.state` stands why the library refused, which it does not tell the client. */
export const refusalDetail = 'refusalDetail'

export function dialectMiddleware(parts: DialectParts): Middleware {
  return async (ctx, next) => {
    const path = readEndpointPath(ctx.path)
    if (path === undefined) {
      ctx.status = 404
      return
    }
    mount(ctx, path, ctx.search)
    const isForm = ctx.method === 'POST' && ctx.is('application/x-www-form-urlencoded') !== false
    if (isForm && (path.kind === 'token' || path.kind === 'devicecode')) await answerForm(parts, { ctx, path, next })
    else if (ctx.method === 'GET' && path.kind === 'authorize') await authorize(parts, { ctx, path, next })
    else await next()
  }
}

interface Exchange {
  readonly ctx: KoaContextWithOIDC
  readonly path: EndpointPath
  readonly next: () => Promise<unknown>
}

/** The library takes what `originalUrl` has more than `url` for the place it is mounted at, and builds its own URLs there. */
function mount(ctx: KoaContextWithOIDC, { alias, inner }: EndpointPath, search: string): void {
  Object.assign(ctx.req, { originalUrl: `/${alias}${inner}${search}` })
  ctx.url = inner + search
}

async function authorize({ apis }: DialectParts, { ctx, path, next }: Exchange): Promise<void> {
  const { parameters } = toStandardRequest('authorize', ctx.query, apis)
  mount(ctx, path, `?${stringify(defined(parameters))}`)
  await next()
}

async function answerForm(parts: DialectParts, exchange: Exchange): Promise<void> {
  const { ctx, path, next } = exchange
  const form = await readForm(ctx.req).catch((error: unknown) => {
    if (!(error instanceof ArmError)) throw error
    return error
  })
  if (form instanceof ArmError) {
    ctx.status = form.status
    ctx.body = refusal(parts, ctx, { error: 'invalid_request', error_description: form.message })
    return
  }
  const { parameters, asked } = toStandardRequest(path.kind, form, parts.apis)
  const bucket = `${clientIdOf(parameters, ctx.get('authorization'))}|${ctx.ip}`
  if (isSlowedDown(parts, ctx, bucket)) return
  Object.assign(ctx.req, { body: defined(parameters) })
  await next()
  if (ctx.status === 401) parts.failures.take(bucket)
  translateAnswer(parts, exchange, asked)
}

/** Cut to the length of an id, so that what is remembered stays small. */
function clientIdOf({ client_id: sent }: Parameters, authorization: string): string {
  const [, basic = ''] = /^Basic +(\S+)$/i.exec(authorization) ?? []
  const [fromHeader = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':', 1)
  return (typeof sent === 'string' ? sent : fromHeader).slice(0, 64)
}

function isSlowedDown(parts: DialectParts, ctx: KoaContextWithOIDC, bucket: string): boolean {
  const wait = parts.failures.waitMs(bucket)
  if (wait === 0) return false
  ctx.status = 429
  ctx.set('Retry-After', String(Math.ceil(wait / 1000)))
  ctx.set('Cache-Control', 'no-store')
  const sentence = 'Too many failed attempts for this client from this address.'
  ctx.body = refusal(parts, ctx, { error: 'temporarily_unavailable', error_description: sentence })
  return true
}

function translateAnswer(parts: DialectParts, { ctx, path }: Exchange, asked: Asked): void {
  const body: unknown = ctx.body
  if (typeof body !== 'object' || body === null || Buffer.isBuffer(body)) return
  const document = body as Document
  if (ctx.status >= 400) {
    ctx.body = refusal(parts, ctx, document)
  } else if (path.kind === 'token') {
    ctx.body = toAzureToken(document, { asked, isV1: path.isV1, now: parts.clock.now(), ...tokenFacts(parts, ctx) })
  }
}

function tokenFacts({ tenantId }: DialectParts, { oidc }: KoaContextWithOIDC) {
  const { AccessToken, ClientCredentials } = oidc.entities
  const audience = AccessToken?.aud ?? ClientCredentials?.aud
  const objectId = oidc.account?.accountId
  return {
    audience: typeof audience === 'string' ? audience : undefined,
    account: objectId === undefined ? undefined : { objectId, tenantId },
  }
}

function refusal({ clock }: DialectParts, ctx: KoaContextWithOIDC, body: Document): Document {
  const detail: unknown = ctx.state[refusalDetail]
  const asked = ctx.get('client-request-id')
  return toAzureError(body, {
    detail: typeof detail === 'string' ? detail : undefined,
    traceId: randomUUID(),
    correlationId: /^[0-9a-f-]{36}$/i.test(asked) ? asked : randomUUID(),
    now: clock.now(),
  })
}

function defined(parameters: Parameters): Record<string, string | readonly string[]> {
  const entries = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return Object.fromEntries(entries)
}
