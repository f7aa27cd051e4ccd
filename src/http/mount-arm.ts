// The wildcard route of ARM. Who asks is known before a byte of the body is read, and every answer carries its ids.

import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Caller } from '../arm/resource-type.ts'
import { ArmError } from '../base/errors.ts'
import { parseTolerantJson } from '../base/tolerant-json.ts'
import type { AuditTrail } from '../identity/audit-trail.ts'
import type { Actor } from '../store/records.ts'
import { type ArmOptions, handleArm } from './arm.ts'
import type { ArmExchange } from './arm-exchange.ts'
import { CostlyRequests, Receiving } from './costly-requests.ts'
import { armPathOf } from './data-plane-path.ts'
import { carriesTemplate, withProvider } from './deployment-path.ts'
import { parseJson } from './parse-json.ts'
import { recordRefusal } from './record-refusal.ts'
import { identifyRequest } from './request-context.ts'

export interface MountArmOptions extends ArmOptions {
  /** Throws ArmError 401 for anything but a good token. */
  authenticate(authorization: string | undefined): Promise<Actor>
  readonly audit: AuditTrail
  /** Told of every exchange as it is answered. */
  observe?(exchange: ArmExchange): void
}

const maxUrlLength = 8 * 1024

export function mountArm(scope: FastifyInstance, options: MountArmOptions): void {
  const callers = new WeakMap<FastifyRequest, Caller>()
  const [costly, receiving] = [new CostlyRequests(), new Receiving()]
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  scope.addHook('onRequest', async (request, reply) => {
    const { correlationId } = identifyRequest(request, reply)
    if (urlOf(request).length > maxUrlLength)
      throw new ArmError(414, 'RequestUriTooLong', 'The address of the request is too long.')
    const actor = await options.authenticate(request.headers.authorization)
    const answered = receiving.begin(actor.objectId, announcedBytes(request))
    reply.raw.once('finish', answered).once('close', answered)
    callers.set(request, { actor, correlationId, baseUrl: `${request.protocol}://${request.host}` })
  })
  if (options.observe) tellOfExchanges(scope, options.observe)
  scope.route({
    method: ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE'],
    url: '/*',
    async handler(request, reply) {
      const caller = callers.get(request)
      if (caller === undefined) throw new Error('a request came past its authentication')
      const [path = '/', query = ''] = splitOnce(urlOf(request))
      const bytes = Buffer.isBuffer(request.body) ? request.body : undefined
      const { objectId } = caller.actor
      const asked = { objectId, method: request.method, path, bodyBytes: bytes?.length ?? 0 }
      const work = () =>
        handleArm(
          {
            method: request.method,
            path: withProvider(armPathOf(request.method, path)),
            query: caseInsensitiveQuery(query),
            body: () => parseJson(bytes, carriesTemplate(request.method, path) ? parseTolerantJson : undefined),
            caller,
            precondition: {
              ifMatch: request.headers['if-match'],
              ifNoneMatch: request.headers['if-none-match'],
            },
          },
          options,
        )
      const answer = await costly.answer(asked, work).catch(async (error: unknown) => {
        await recordRefusal(options.audit, error, { method: request.method, path, caller })
        throw error
      })
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

function tellOfExchanges(scope: FastifyInstance, observe: (exchange: ArmExchange) => void): void {
  scope.addHook('onSend', async (request, reply, payload) => {
    const { authorization: _authorization, ...requestHeaders } = request.headers
    observe({
      method: request.method,
      url: urlOf(request),
      requestHeaders,
      requestBody: Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '',
      status: reply.statusCode,
      responseHeaders: reply.getHeaders(),
      responseBody: typeof payload === 'string' ? payload : '',
    })
    return payload
  })
}

/** What the body may come to; without an announced length, the most there is. */
function announcedBytes({ headers, server }: FastifyRequest): number {
  const most = server.initialConfig.bodyLimit ?? 0
  if (headers['content-length'] !== undefined) return Math.min(Number(headers['content-length']), most)
  return headers['transfer-encoding'] === undefined ? 0 : most
}

function urlOf(request: FastifyRequest): string {
  return request.raw.url ?? '/'
}

function splitOnce(url: string): [string, string] {
  const at = url.indexOf('?')
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)]
}

const knownNames = new Map([
  ...['api-version', '$top', '$skipToken', '$filter', '$expand', 'underlyingResourceAction'].map(
    (name): [string, string] => [name.toLowerCase(), name],
  ),
  // What lists of Batch AI and of Machine Learning call them.
  ['maxresults', '$top'],
  ['$skip', '$skipToken'],
])

/** ARM's query names are compared without regard to case; the known ones are brought to one spelling. */
function caseInsensitiveQuery(query: string): URLSearchParams {
  return new URLSearchParams(
    [...new URLSearchParams(query)].map(([name, value]): [string, string] => [
      knownNames.get(name.toLowerCase()) ?? name,
      value,
    ]),
  )
}
