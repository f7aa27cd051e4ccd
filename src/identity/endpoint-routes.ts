// The machine side of the identity platform: tokens, keys, discovery, and the authorization endpoint a browser passes
// through. Tenant names are only prefixes; all of ours lead to the one provider, any other is refused.

import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { toAzureError } from './dialect-answer.ts'
import { discoveryDocument } from './discovery-document.ts'
import { type EndpointPath, isPage, readEndpointPath } from './endpoint-path.ts'
import type { Identity } from './identity.ts'
import { identityHost } from './identity-hosts.ts'
import { onPagesHost } from './pages-host.ts'
import { tenantAliases } from './tenant-aliases.ts'

const patterns = [
  '/:tenant/oauth2/*',
  '/:tenant/discovery/*',
  '/:tenant/openid/userinfo',
  '/:tenant/v2.0/.well-known/openid-configuration',
  '/:tenant/.well-known/openid-configuration',
]

export function endpointRoutes(scope: FastifyInstance, identity: Identity): void {
  // Short enough to be typed from a terminal's screen.
  scope.get('/devicelogin', async (request, reply) => {
    if (!onPagesHost(identity, request, reply)) return reply
    const { browserEndpoint, installation } = identity.config
    return reply.redirect(`${browserEndpoint}/${installation.tenantId}/oauth2/deviceauth`, 303)
  })
  for (const url of patterns) {
    scope.route({
      method: ['GET', 'POST', 'OPTIONS'],
      url,
      handler: (request, reply) => serveEndpoint(identity, request, reply),
    })
  }
}

async function serveEndpoint(identity: Identity, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { config } = identity
  const path = readEndpointPath(request.url.split('?', 1)[0] ?? '')
  const host = identityHost(config, request.protocol, request.host)
  if (path === undefined || host?.kind !== 'server') return reply.callNotFound()
  const { tenantId } = config.installation
  if (!tenantAliases(tenantId).includes(path.alias)) return refuseTenant(identity, path, reply)
  if (path.kind === 'discovery') {
    const { endpoint, browserEndpoint } = config
    const document = discoveryDocument({ endpoint, browserEndpoint, tenantId, alias: path.alias })
    return reply.header('access-control-allow-origin', '*').send(document)
  }
  if (isPage(path) && !onPagesHost(identity, request, reply)) return
  const provider = await identity.provider()
  reply.hijack()
  secure(reply)
  nameHost(request.raw, host.origin)
  await provider.callback()(request.raw, reply.raw)
}

/** The library sets no policy of its own; it adds the hashes of its scripts to one it finds. */
function secure({ raw }: FastifyReply): void {
  const policy = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"
  raw.setHeader('content-security-policy', policy)
  raw.setHeader('x-content-type-options', 'nosniff')
  raw.setHeader('referrer-policy', 'no-referrer')
  raw.setHeader('cache-control', 'no-store')
}

/** Whatever was sent, the library reads the name that was checked. */
function nameHost(raw: IncomingMessage, origin: string): void {
  const { protocol, host } = new URL(origin)
  raw.headers['x-forwarded-proto'] = protocol.slice(0, -1)
  raw.headers['x-forwarded-host'] = host
}

function refuseTenant({ clock }: Identity, { alias }: EndpointPath, reply: FastifyReply): FastifyReply {
  const description = `AADSTS90002: Tenant '${alias}' not found. Check to make sure you have the correct tenant ID.`
  const facts = { detail: undefined, traceId: randomUUID(), correlationId: randomUUID(), now: clock.now() }
  const body = toAzureError({ error: 'invalid_tenant', error_description: description }, facts)
  return reply.code(400).header('cache-control', 'no-store').send(body)
}
