// Pages have one home. Cookies do not know ports: on plain `localhost` every other program's page would get ours.

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Identity } from './identity.ts'
import { identityHost } from './identity-hosts.ts'

/** True where pages may be shown: at their home and over HTTPS. Elsewhere the answer has been given: go there. */
export function onPagesHost({ config }: Identity, request: FastifyRequest, reply: FastifyReply): boolean {
  const home = new URL(config.browserEndpoint)
  const host = identityHost(config, request.protocol, request.host)
  if (host?.kind === 'server' && (host.origin === home.origin || host.origin === config.endpoint)) return true
  if (host?.kind === 'server' && request.method === 'GET') reply.redirect(home.origin + request.url, 307)
  else reply.callNotFound()
  return false
}

/** Whether a form was sent by a page of the same origin. Our pages send no referrer, so their `Origin` reads `null`. */
export function isOwnForm({ headers }: FastifyRequest, origin: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  return headers.origin === undefined || headers.origin === 'null' || headers.origin === origin
}
