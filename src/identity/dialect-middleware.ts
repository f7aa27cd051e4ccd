// The one layer between Azure's clients and the OIDC library: it rewrites paths and parameters on the way in and
// documents on the way out, and slows down whoever guesses. Everything it decides is in `dialect.ts`.

import { stringify } from 'node:querystring'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { ArmError } from '../base/errors.ts'
import { networkOf } from '../base/network-of.ts'
import { keepAssertion } from './client-assertion.ts'
import { cookieNames } from './cookies.ts'
import { type Parameters, toStandardRequest } from './dialect.ts'
import { type DialectParts, type Exchange, refuse, slowDown, translateAnswer } from './dialect-exchange.ts'
import { type EndpointPath, readEndpointPath } from './endpoint-path.ts'
import { drawFormGone } from './pages/device-pages.ts'
import { readForm } from './read-form.ts'
import { definedOnly, replaceBody } from './replace-body.ts'
import { sha256 } from './seal.ts'
import { inSessionTurn } from './session-turn.ts'
import { limitUserCodes } from './user-code-limit.ts'

type Middleware = (ctx: KoaContextWithOIDC, next: () => Promise<unknown>) => Promise<void>

export function dialectMiddleware(parts: DialectParts): Middleware {
  return async (ctx, next) => {
    const path = readEndpointPath(ctx.path)
    if (path === undefined) {
      ctx.status = 404
      return
    }
    mount(ctx, path, ctx.search)
    const exchange = { ctx, path, next }
    const isForm = ctx.method === 'POST' && ctx.is('application/x-www-form-urlencoded') !== false
    if (isForm && (path.kind === 'token' || path.kind === 'devicecode')) await answerForm(parts, exchange)
    else if (isBeginning(path)) await begin(parts, exchange)
    else await next()
  }
}

/** Where a browser comes in that we know nothing of. */
function isBeginning({ kind, inner }: EndpointPath): boolean {
  return kind === 'authorize' || kind === 'deviceauth' || inner.startsWith('/oauth2/v2.0/logout')
}

/** What was begun and not finished is kept for an hour: of each address so much, and no more. */
async function begin(parts: DialectParts, exchange: Exchange): Promise<void> {
  const { ctx } = exchange
  const wait = parts.limits.signIns.waitMs(networkOf(ctx.ip))
  if (wait > 0) {
    slowDown(parts, ctx, { wait, description: 'Too many sign-ins were begun from this address.' })
    return
  }
  const session = ctx.cookies.get(cookieNames(parts.config.browserEndpoint).session, { signed: true })
  await inSessionTurn(session, () => serveBeginning(parts, exchange, session))
  const isSignIn = /^(https?:\/\/[^/]+)?\/login\//.test(ctx.response.get('location'))
  if (isSignIn || isNewlyKept(ctx, session)) parts.limits.signIns.take(networkOf(ctx.ip))
}

async function serveBeginning(parts: DialectParts, exchange: Exchange, session: string | undefined): Promise<void> {
  const { ctx, path, next } = exchange
  if (path.kind === 'authorize' && ctx.method === 'GET') await authorize(parts, exchange)
  else if (path.kind !== 'deviceauth' || ctx.method !== 'POST') await next()
  // The library takes a form for one of its own by the session it was shown to, and breaks where there is none.
  else if (session === undefined) drawFormGone(ctx)
  else await limitUserCodes(parts.limits, ctx, next)
}

/** Pages with a form keep a session for whoever asks for them. */
function isNewlyKept({ oidc }: KoaContextWithOIDC, sent: string | undefined): boolean {
  const session = oidc?.session
  return session?.exp !== undefined && session.jti !== sent
}

/** The library takes what `originalUrl` has more than `url` for the place it is mounted at, and builds its own URLs there. */
function mount(ctx: KoaContextWithOIDC, { alias, inner }: EndpointPath, search: string): void {
  Object.assign(ctx.req, { originalUrl: `/${alias}${inner}${search}` })
  ctx.url = inner + search
}

async function authorize({ apis }: DialectParts, { ctx, path, next }: Exchange): Promise<void> {
  const { parameters } = toStandardRequest('authorize', ctx.query, apis)
  mount(ctx, path, `?${stringify(definedOnly(parameters))}`)
  await next()
}

async function answerForm(parts: DialectParts, exchange: Exchange): Promise<void> {
  const { ctx, path, next } = exchange
  const form = await readForm(ctx.req).catch((error: unknown) => {
    if (!(error instanceof ArmError)) throw error
    return error
  })
  if (form instanceof ArmError) {
    refuse(parts, ctx, { status: form.status, error: 'invalid_request', description: form.message })
    return
  }
  const { parameters, asked } = toStandardRequest(path.kind, form, parts.apis)
  const client = `${clientIdOf(parameters, ctx.get('authorization'))}|${networkOf(ctx.ip)}`
  if (mustWait(parts, exchange, { client, parameters })) return
  replaceBody(ctx, parameters)
  keepAssertion(ctx, assertionIn(parts, parameters))
  await next()
  if (ctx.status === 401) parts.limits.failures.take(client)
  await translateAnswer(parts, exchange, asked)
}

function assertionIn({ apis }: DialectParts, { client_assertion: jwt, resource }: Parameters) {
  return typeof jwt === 'string' ? { jwt, api: apis.kindOf(typeof resource === 'string' ? resource : '') } : undefined
}

/** Cut to the length of an id, so that what is remembered stays small. */
function clientIdOf({ client_id: sent }: Parameters, authorization: string): string {
  const [, basic = ''] = /^Basic +(\S+)$/i.exec(authorization) ?? []
  const [fromHeader = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':', 1)
  return (typeof sent === 'string' ? sent : fromHeader).slice(0, 64)
}

/** True: the answer has been given. */
function mustWait(
  parts: DialectParts,
  { ctx, path }: Exchange,
  { client, parameters }: { client: string; parameters: Parameters },
): boolean {
  const { failures, deviceRequests, devicePolls } = parts.limits
  if (path.kind === 'devicecode') {
    const wait = deviceRequests.take(networkOf(ctx.ip))
    return wait > 0 && slowDown(parts, ctx, { wait, description: 'Too many device codes were asked for.' })
  }
  const wait = failures.waitMs(client)
  if (wait > 0) {
    return slowDown(parts, ctx, { wait, description: 'Too many failed attempts for this client from this address.' })
  }
  const { device_code: deviceCode } = parameters
  if (typeof deviceCode !== 'string' || devicePolls.take(sha256(deviceCode)) === 0) return false
  const description = 'Ask less often whether the person has signed in.'
  refuse(parts, ctx, { status: 400, error: 'slow_down', description })
  return true
}
