// One request of an Azure client and its answer, in Azure's words.

import { randomUUID } from 'node:crypto'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Clock } from '../base/clock.ts'
import type { Config } from '../config.ts'
import type { Asked } from './dialect.ts'
import { type Document, toAzureDeviceCode, toAzureError, toAzureToken } from './dialect-answer.ts'
import type { EndpointPath } from './endpoint-path.ts'
import type { IdentityLimits } from './identity-limits.ts'
import type { KnownApis } from './known-apis.ts'

export interface DialectParts {
  readonly config: Config
  readonly apis: KnownApis
  readonly tenantId: string
  readonly clock: Clock
  readonly limits: IdentityLimits
}

export interface Exchange {
  readonly ctx: KoaContextWithOIDC
  readonly path: EndpointPath
  readonly next: () => Promise<unknown>
}

/** Under this name in `ctx.state` stands why the library refused, which it does not tell the client. */
export const refusalDetail = 'refusalDetail'

/** What the library answered, in place. */
export function translateAnswer(parts: DialectParts, { ctx, path }: Exchange, asked: Asked): void {
  const body: unknown = ctx.body
  if (typeof body !== 'object' || body === null || Buffer.isBuffer(body)) return
  const document = body as Document
  if (ctx.status >= 400) {
    ctx.body = refusal(parts, ctx, document)
  } else if (path.kind === 'devicecode') {
    ctx.body = toAzureDeviceCode(document, `${parts.config.browserEndpoint}/devicelogin`)
  } else if (path.kind === 'token') {
    ctx.body = toAzureToken(document, { asked, isV1: path.isV1, now: parts.clock.now(), ...tokenFacts(parts, ctx) })
  }
}

/** Answers without asking the library. */
export function refuse(
  parts: DialectParts,
  ctx: KoaContextWithOIDC,
  { status, error, description }: { status: number; error: string; description: string },
): void {
  ctx.status = status
  ctx.set('Cache-Control', 'no-store')
  ctx.body = refusal(parts, ctx, { error, error_description: description })
}

/** 429. `wait` in milliseconds. Always true. */
export function slowDown(
  parts: DialectParts,
  ctx: KoaContextWithOIDC,
  { wait, description }: { wait: number; description: string },
): true {
  ctx.set('Retry-After', String(Math.ceil(wait / 1000)))
  refuse(parts, ctx, { status: 429, error: 'temporarily_unavailable', description })
  return true
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
