import type { FastifyReply } from 'fastify'
import { ArmError, type ErrorDetail } from '../base/errors.ts'
import type { Log } from '../base/log.ts'

/** Codes for what the HTTP layer refuses by itself. */
const codes: Readonly<Record<number, string>> = {
  400: 'InvalidRequest',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  408: 'RequestTimeout',
  413: 'RequestEntityTooLarge',
  414: 'RequestUriTooLong',
  415: 'UnsupportedMediaType',
  429: 'TooManyRequests',
}

/** The one place where errors become answers. What is not expected is a bug: 500, logged with its cause, told by its id only. */
export function renderError(error: unknown, reply: FastifyReply, log: Log): FastifyReply {
  if (error instanceof ArmError) {
    return reply
      .code(error.status)
      .headers(error.headers)
      .type('application/json; charset=utf-8')
      .send({ error: error.detail })
  }
  const status = statusOf(error)
  const isOurs = status >= 500
  if (isOurs) log.error({ err: error, requestId: reply.request.id }, 'request failed')
  const detail: ErrorDetail = isOurs
    ? {
        code: 'InternalServerError',
        message: `Something failed inside Carrel. Its log has the details under request id ${reply.request.id}.`,
      }
    : {
        code: codes[status] ?? 'InvalidRequest',
        message: error instanceof Error ? error.message : 'The request is not valid.',
      }
  return reply.code(status).type('application/json; charset=utf-8').send({ error: detail })
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500
}
