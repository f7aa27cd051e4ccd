// The server's HTTP: ARM behind bearer tokens, and what other layers mount beside it. It listens on a Unix socket; the
// gateway in front says which host and scheme the client used, and is the only one who can.

import { randomUUID } from 'node:crypto'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import type { ArmAnswer } from '../arm/endpoint.ts'
import { ArmError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { Actor } from '../store/records.ts'
import { type ArmOptions, handleArm } from './arm.ts'
import { parseJson } from './parse-json.ts'
import { renderError } from './render-error.ts'
import { identifyRequest } from './request-context.ts'

export interface AppOptions extends ArmOptions {
  readonly log: Log
  /** Throws ArmError 401 for anything but a good token. */
  authenticate(authorization: string | undefined): Promise<Actor>
  /** Mounts sign-in, pages and the doors of the gateway. */
  mount(app: FastifyInstance): Promise<void>
}

const maxBodyBytes = 4 * 1024 * 1024
const maxUrlLength = 8 * 1024

export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    trustProxy: true,
    bodyLimit: maxBodyBytes,
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 1024, ignoreDuplicateSlashes: true, caseSensitive: false },
    onProtoPoisoning: 'ignore',
  })
  app.setErrorHandler((error, _request, reply) => renderError(error, reply, options.log))
  app.setNotFoundHandler((_request, reply) =>
    renderError(new ArmError(404, 'NotFound', 'Nothing is at this address.'), reply, options.log),
  )
  app.get('/healthz', async () => {
    await options.store.nextDue()
    return { status: 'ok' }
  })
  await app.register(async (scope) => options.mount(scope))
  await app.register(async (scope) => mountArm(scope, options))
  return app
}

function mountArm(scope: FastifyInstance, options: AppOptions): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  scope.route({
    method: ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE'],
    url: '/*',
    async handler(request, reply) {
      const ids = identifyRequest(request, reply)
      const answer = await answerArm(request, ids.correlationId, options)
      void reply
        .code(answer.status)
        .headers(answer.headers ?? {})
        .header('cache-control', 'no-cache')
      return answer.body === undefined
        ? reply.send()
        : reply.type('application/json; charset=utf-8').send(JSON.stringify(answer.body))
    },
  })
}

async function answerArm(request: FastifyRequest, correlationId: string, options: AppOptions): Promise<ArmAnswer> {
  const [path = '/', query = ''] = splitOnce(request.raw.url ?? '/')
  if ((request.raw.url ?? '').length > maxUrlLength)
    throw new ArmError(414, 'RequestUriTooLong', 'The address of the request is too long.')
  const actor = await options.authenticate(request.headers.authorization)
  const body = Buffer.isBuffer(request.body) ? request.body : undefined
  return handleArm(
    {
      method: request.method,
      path,
      query: caseInsensitiveQuery(query),
      body: () => parseJson(body),
      caller: { actor, correlationId, baseUrl: `${request.protocol}://${request.host}` },
    },
    options,
  )
}

function splitOnce(url: string): [string, string] {
  const at = url.indexOf('?')
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)]
}

/** ARM's query names are compared without regard to case; the known ones are brought to one spelling. */
function caseInsensitiveQuery(query: string): URLSearchParams {
  const known = new Map(
    ['api-version', '$top', '$skipToken', '$filter', '$expand', 'underlyingResourceAction'].map((name) => [
      name.toLowerCase(),
      name,
    ]),
  )
  return new URLSearchParams(
    [...new URLSearchParams(query)].map(([name, value]): [string, string] => [
      known.get(name.toLowerCase()) ?? name,
      value,
    ]),
  )
}
