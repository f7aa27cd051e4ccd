// `/.carrel/*` of an app's own origin: the way in and the way out.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { deleteAppSession } from './app-session.ts'
import { type AppSignInParts, beginAppSignIn, finishAppSignIn, type Redirect } from './app-sign-in.ts'
import { appSessionCookie, hostCookie, readCookies } from './cookies.ts'
import type { Identity } from './identity.ts'
import { type IdentityHost, identityHost } from './identity-hosts.ts'
import { inProcessFetch } from './in-process-fetch.ts'
import { messagePage } from './pages/message-page.ts'
import { pageHeaders } from './pages/page.ts'
import { type PageSpeech, pageSpeech } from './pages/page-speech.ts'
import { isOwnForm } from './pages-host.ts'

type App = Extract<IdentityHost, { kind: 'app' }>

export function appRoutes(scope: FastifyInstance, identity: Identity): void {
  const { db, config, sealer, clock } = identity
  const parts: AppSignInParts = { db, config, sealer, clock, fetch: inProcessFetch(scope) }

  scope.get<{ Querystring: { next?: unknown } }>('/.carrel/login', async (request, reply) => {
    const app = appOf(identity, request)
    if (app === undefined) return reply.callNotFound()
    const next = typeof request.query.next === 'string' ? request.query.next : undefined
    return redirect(reply, await beginAppSignIn(parts, app.label, { next, cookieHeader: request.headers.cookie }))
  })

  scope.get('/.carrel/callback', async (request, reply) => {
    const app = appOf(identity, request)
    if (app === undefined) return reply.callNotFound()
    const { search } = new URL(request.url, app.origin)
    const finished = await finishAppSignIn(parts, app.label, { search, cookieHeader: request.headers.cookie }).catch(
      (err: unknown) => {
        identity.log.warn({ err: describe(err), app: app.label }, 'A sign-in to an app failed')
        return undefined
      },
    )
    return finished === undefined ? failed(reply, pageSpeech(request)) : redirect(reply, finished)
  })

  scope.post('/.carrel/logout', async (request, reply) => {
    const app = appOf(identity, request)
    if (app === undefined) return reply.callNotFound()
    if (!isOwnForm(request, app.origin)) return reply.code(403).send()
    const cookie = readCookies(request.headers.cookie).get(appSessionCookie)
    if (cookie !== undefined) await deleteAppSession(db, cookie)
    // Without ending the sign-in itself the app would be open again at the next click.
    const location = `${config.browserEndpoint}/${config.installation.tenantId}/oauth2/v2.0/logout`
    return redirect(reply, { location, cookies: [hostCookie(appSessionCookie, '', 0)] })
  })
}

function appOf({ config }: Identity, request: FastifyRequest): App | undefined {
  const host = identityHost(config, request.protocol, request.host)
  return host?.kind === 'app' ? host : undefined
}

function redirect(reply: FastifyReply, { location, cookies }: Redirect): FastifyReply {
  return reply
    .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'set-cookie': [...cookies] })
    .redirect(location, 303)
}

function failed(reply: FastifyReply, { language, text }: PageSpeech): FastifyReply {
  const message = text('This sign-in took too long, was begun in another browser, or was refused.')
  const link = { href: '/.carrel/login', text: text('Sign in again') }
  return reply
    .code(400)
    .headers(pageHeaders())
    .send(messagePage({ language, title: text('Not signed in'), message, link }))
}

/** What the client library found, without the tokens and codes its errors carry along. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const details = [error.message, ...['code', 'error', 'error_description'].map((name) => Reflect.get(error, name))]
  return details.filter((detail) => typeof detail === 'string').join(': ')
}
