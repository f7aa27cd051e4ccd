// The addresses of the directory: `/v1.0/…` as Microsoft Graph has them, and `/{tenant}/…` as its predecessor had.
// Whoever is signed in may read; what writes asks for the same actions as `Carrel.Identity`.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ArmError } from '../../base/errors.ts'
import type { Log } from '../../base/log.ts'
import type { AuditTrail } from '../../identity/audit-trail.ts'
import type { Principal } from '../../identity/principal.ts'
import { parseJson } from '../parse-json.ts'
import { identifyRequest } from '../request-context.ts'
import {
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  type GraphSettings,
  graphSegments,
  namesIn,
} from './graph-call.ts'
import { graphChange } from './graph-change.ts'
import { type GraphDialect, graphV1, graphV16 } from './graph-dialect.ts'
import { readRoutes } from './read-routes.ts'
import { writeRoutes } from './write-routes.ts'

export interface MountGraphOptions extends GraphSettings {
  readonly log: Log
  readonly audit: AuditTrail
  /** Throws ArmError 401 for anything but a good token. */
  authenticate(authorization: string | undefined): Promise<Principal>
}

interface Door {
  readonly prefix: string
  readonly routes: readonly GraphRoute[]
  dialect(baseUrl: string): GraphDialect
}

/** Of the predecessor: what stands directly below the tenant is not ours to take whole. */
const oldLists = ['users', 'groups', 'servicePrincipals', 'applications', 'directoryObjects']
const oldReads = readRoutes.filter(({ method, path }) => method === 'GET' || path === 'getObjectsByObjectIds')

export function mountGraph(scope: FastifyInstance, options: MountGraphOptions): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  serve(scope, options, { prefix: '/v1.0', routes: [...readRoutes, ...writeRoutes], dialect: graphV1 }, ['/*'])
  const oldPaths = [...oldLists.flatMap((name) => [`/${name}`, `/${name}/*`]), '/me', '/me/*', '/getObjectsByObjectIds']
  // The older command line knows no other name of its tenant where it signs in as to AD FS.
  for (const tenant of [options.tenantId, 'myorganization', 'adfs']) {
    const dialect = (baseUrl: string) => graphV16(baseUrl, tenant)
    serve(scope, options, { prefix: `/${tenant}`, routes: oldReads, dialect }, oldPaths)
  }
}

interface Asking {
  readonly caller: Principal
  readonly correlationId: string
}

function serve(scope: FastifyInstance, options: MountGraphOptions, door: Door, paths: readonly string[]): void {
  // Who asks is known before a byte of the body is read.
  const asking = new WeakMap<FastifyRequest, Asking>()
  for (const path of paths) {
    scope.route({
      method: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'],
      url: `${door.prefix}${path}`,
      async onRequest(request, reply) {
        const { correlationId } = identifyRequest(request, reply)
        asking.set(request, { caller: await options.authenticate(request.headers.authorization), correlationId })
      },
      errorHandler: (error, request, reply) => refuse(error, { request, reply, options, door }),
      async handler(request, reply) {
        const known = asking.get(request)
        if (known === undefined) throw new Error('a request came past its authentication')
        return answer(request, reply, { ...known, options, door })
      },
    })
  }
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  { caller, correlationId, options, door }: Asking & { options: MountGraphOptions; door: Door },
): Promise<FastifyReply> {
  const [path = '', query = ''] = (request.raw.url ?? '').split(/\?(.*)/s)
  const segments = graphSegments(path).slice(1)
  const route = door.routes.find(({ method, path: each }) => method === request.method && namesIn(each, segments))
  if (route === undefined) throw notOffered(request.method, segments, door)
  const bytes = Buffer.isBuffer(request.body) ? request.body : undefined
  const call = {
    names: namesIn(route.path, segments) ?? [],
    query: new URLSearchParams(query),
    body: parseJson(bytes),
    caller,
    correlationId,
    settings: options,
  }
  const answered = writeRoutes.includes(route)
    ? await change(call, { route, segments, audit: options.audit })
    : await route.handle(call)
  const dialect = door.dialect(`${request.protocol}://${request.host}`)
  void reply.code(answered.status).header('cache-control', 'no-cache')
  const document = rendered(answered, dialect, segments.join('/'))
  return document === undefined
    ? reply.send()
    : reply.type('application/json; charset=utf-8').send(JSON.stringify(document))
}

interface AskedChange {
  readonly route: GraphRoute
  readonly segments: readonly string[]
  readonly audit: AuditTrail
}

/** With what becomes of it kept in the activity log. */
async function change(call: GraphCall, { route, segments, audit }: AskedChange): Promise<GraphAnswer> {
  const { objectId, name, kind, tenantId } = call.caller
  const who = { actor: { objectId, name, kind, tenantId }, correlationId: call.correlationId }
  try {
    const answered = await route.handle(call)
    await audit.changed({ ...graphChange(route.method, segments, answered), ...who })
    return answered
  } catch (error) {
    await audit.refused(error, { ...graphChange(route.method, segments), ...who })
    throw error
  }
}

function rendered(answered: GraphAnswer, dialect: GraphDialect, path: string): unknown {
  if ('object' in answered) return dialect.object(answered.object)
  if ('page' in answered) return dialect.list(answered.page.objects, { path, next: answered.page.next })
  if ('values' in answered) return dialect.values(answered.values)
  return 'document' in answered ? answered.document : undefined
}

function notOffered(method: string, segments: readonly string[], { routes }: Door): ArmError {
  const here = routes.filter(({ path }) => namesIn(path, segments)).map((route) => route.method)
  if (here.length > 0) {
    const message = `${method} is not offered at this address of the directory, only ${here.join(', ')}.`
    return new ArmError(405, 'Request_BadRequest', message)
  }
  const offered = [...new Set(routes.map(({ path }) => path.split('/')[0]))].join(', ')
  const message = `Resource not found for the segment '${segments[0]?.slice(0, 60) ?? ''}'. Of the directory there are: ${offered}.`
  return new ArmError(404, 'BadRequest', message)
}

interface Refusal {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly options: MountGraphOptions
  readonly door: Door
}

function refuse(error: unknown, { request, reply, options, door }: Refusal): FastifyReply {
  const known = error instanceof ArmError ? error : undefined
  if (known === undefined) options.log.error({ err: error, requestId: request.id }, 'request to the directory failed')
  const code = known === undefined ? 'InternalServerError' : graphCode(known)
  const message =
    known?.message ?? `Something failed inside Carrel. Its log has the details under request id ${request.id}.`
  const dialect = door.dialect(`${request.protocol}://${request.host}`)
  return reply
    .code(known?.status ?? statusOf(error))
    .headers(known?.headers ?? {})
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(dialect.error(code, message, request.id)))
}

/** Rules of ours under the names that Graph's clients know. */
function graphCode({ status, code }: ArmError): string {
  if (status === 403) return 'Authorization_RequestDenied'
  if (status === 401 || code.startsWith('Request_') || code.startsWith('Directory_')) return code
  return status === 404 ? 'Request_ResourceNotFound' : 'Request_BadRequest'
}

/** What the HTTP layer refuses by itself, such as a body that is too large. */
function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500
}
