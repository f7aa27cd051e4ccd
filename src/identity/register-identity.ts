// Gives the identity platform its addresses on a Fastify server behind the gateway (`trustProxy` on: host, scheme and
// client address are the gateway's word). Nothing here is reached under a name that is not ours.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { accountRoutes } from './account-routes.ts'
import { appRoutes } from './app-routes.ts'
import { endpointRoutes } from './endpoint-routes.ts'
import type { Identity } from './identity.ts'
import { identityHost } from './identity-hosts.ts'
import type { InstancesOf } from './instance-apps.ts'
import { loginRoutes } from './login-routes.ts'
import { outsideRoutes } from './outside/outside-routes.ts'
import { messagePage } from './pages/message-page.ts'
import { pageHeaders, stylesheet, stylesheetPath } from './pages/page.ts'
import { pageSpeech } from './pages/page-speech.ts'
import { renderRefusal } from './render-refusal.ts'

export async function registerIdentity(
  fastify: FastifyInstance,
  identity: Identity,
  instancesOf: InstancesOf = async () => [],
): Promise<void> {
  await fastify.register(async (scope) => {
    // Bodies are read by whoever needs them: the OIDC library wants the untouched stream.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.setErrorHandler((error, request, reply) => renderRefusal(identity, error, { request, reply }))
    scope.addHook('onRequest', (request, reply) => refuseForeignHost(identity, request, reply))
    scope.get(stylesheetPath, (_request, reply) =>
      reply
        .headers({ 'cache-control': 'max-age=3600', 'x-content-type-options': 'nosniff' })
        .type('text/css; charset=utf-8')
        .send(stylesheet),
    )
    endpointRoutes(scope, identity)
    loginRoutes(scope, identity, instancesOf)
    outsideRoutes(scope, identity)
    accountRoutes(scope, identity)
    appRoutes(scope, identity)
  })
}

async function refuseForeignHost({ config }: Identity, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (identityHost(config, request.protocol, request.host) !== undefined) return
  const { language, text } = pageSpeech(request)
  const message = text('This server does not answer under that name.')
  await reply
    .code(421)
    .headers(pageHeaders())
    .send(messagePage({ language, title: text('Unknown address'), message }))
}
