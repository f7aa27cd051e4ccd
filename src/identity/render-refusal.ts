// What the identity platform refuses before its library sees it: a document in OAuth's words for what programs call, a
// page for a person.

import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ArmError } from '../base/errors.ts'
import { toAzureError } from './dialect-answer.ts'
import { isPage, readEndpointPath } from './endpoint-path.ts'
import type { Identity } from './identity.ts'
import { inEnglish } from './pages/html.ts'
import { messagePage } from './pages/message-page.ts'
import { pageHeaders } from './pages/page.ts'
import { pageSpeech } from './pages/page-speech.ts'

/** Throws what is no refusal on, to whoever answers for faults. */
export function renderRefusal({ clock }: Identity, error: unknown, exchange: Exchange): FastifyReply {
  if (!(error instanceof ArmError)) throw error
  const { request, reply } = exchange
  const path = readEndpointPath(request.url.split('?', 1)[0] ?? '')
  void reply.code(error.status).headers(error.headers)
  if (path !== undefined && !isPage(path)) {
    const facts = { detail: undefined, traceId: randomUUID(), correlationId: randomUUID(), now: clock.now() }
    const body = { error: 'invalid_request', error_description: error.message }
    return reply.header('cache-control', 'no-store').send(toAzureError(body, facts))
  }
  const { language, text } = pageSpeech(request)
  const link = { href: '/', text: text('Start again') }
  const message = inEnglish(error.message)
  return reply.headers(pageHeaders()).send(messagePage({ language, title: text('Refused'), message, link }))
}

interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}
