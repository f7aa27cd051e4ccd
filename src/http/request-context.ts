import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** The ids of one request, as ARM clients print them when something fails. */
export interface RequestIds {
  readonly requestId: string
  readonly correlationId: string
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Sets the headers every answer has, errors included. */
export function identifyRequest(request: FastifyRequest, reply: FastifyReply): RequestIds {
  const asked = request.headers['x-ms-correlation-request-id']
  const ids = {
    requestId: request.id,
    correlationId: typeof asked === 'string' && guid.test(asked) ? asked : randomUUID(),
  }
  void reply.headers({
    'x-ms-request-id': ids.requestId,
    'x-ms-correlation-request-id': ids.correlationId,
    'x-ms-routing-request-id': `LOCAL:${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}:${ids.requestId}`,
    'x-content-type-options': 'nosniff',
  })
  const clientId = request.headers['x-ms-client-request-id']
  const wantsEcho = request.headers['x-ms-return-client-request-id'] === 'true'
  if (wantsEcho && typeof clientId === 'string' && /^[\w-]{1,64}$/.test(clientId))
    void reply.header('x-ms-client-request-id', clientId)
  return ids
}
