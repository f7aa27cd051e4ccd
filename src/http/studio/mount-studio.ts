// The web application at `/studio`: one page for every address in it, its files, and where to sign in. It has no private
// door: all it shows and does goes through ARM with the person's own token.

import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ArmError } from '../../base/errors.ts'
import { noncePlace, type StudioFiles } from './studio-files.ts'

export interface StudioOptions {
  /** Undefined: not built. */
  readonly files: StudioFiles | undefined
  readonly settings: StudioSettings
  /** Its pages are shown under this origin alone. */
  readonly origin: string
}

/** What the application must know before anybody is signed in. */
export interface StudioSettings {
  readonly issuer: string
  readonly clientId: string
  readonly tenantId: string
  /** Of the API. */
  readonly scope: string
  /** Where command lines and SDKs reach the API. */
  readonly endpoint: string
}

export function mountStudio(app: FastifyInstance, options: StudioOptions): void {
  app.get('/studio', (_request, reply) => reply.redirect('/studio/', 308))
  app.get('/studio/*', async (request: FastifyRequest<{ Params: { '*': string } }>, reply) => {
    const path = request.params['*']
    if (path === 'settings.json') return reply.header('cache-control', 'no-store').send(options.settings)
    if (options.files === undefined) throw notBuilt()
    const file = options.files.files.get(path)
    if (file !== undefined) return sendFile(request, reply, file)
    if (path.startsWith('assets/')) throw new ArmError(404, 'NotFound', 'Nothing is at this address.')
    if (`${request.protocol}://${request.host}` !== options.origin)
      return reply.redirect(`${options.origin}${request.url}`)
    return sendPage(reply, options.files.page)
  })
}

type StudioFile = StudioFiles['files'] extends ReadonlyMap<string, infer F> ? F : never

function sendFile(request: FastifyRequest, reply: FastifyReply, file: StudioFile): FastifyReply {
  const isZipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
  return reply
    .headers({
      'content-type': file.type,
      'cache-control': file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      vary: 'accept-encoding',
      ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
    })
    .send(isZipped ? file.zipped : file.content)
}

/** Styles are made while it runs, in elements that carry the nonce; scripts come from files alone. */
function sendPage(reply: FastifyReply, page: string): FastifyReply {
  const nonce = randomBytes(18).toString('base64url')
  return reply
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': [
        "default-src 'none'",
        "script-src 'self'",
        `style-src 'self' 'nonce-${nonce}'`,
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ].join('; '),
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
    .send(page.replaceAll(noncePlace, nonce))
}

function notBuilt(): ArmError {
  return new ArmError(503, 'StudioNotBuilt', 'The web application is not built yet. Run "carrel up" once more.')
}
